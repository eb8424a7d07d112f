package io.mooring.properties;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;

/**
 * The arrows between modules and the rules that every class keeps, read from the compiled classes.
 *
 * <p>The source tree's own rules (file length, forbidden words, invariant tags) are in {@link SourceTreeTest}.
 */
@AnalyzeClasses(packages = "io.mooring", importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.OurCode.class})
final class ArchitectureTest {

    /** Leaves out what annotation processors generate. */
    static final class OurCode implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/jmh_generated/");
        }
    }

    /** The entry points of the JDK and of Chronicle that read or write words at an address. */
    private static final String[] RAW_MEMORY = {
        "net.openhft.chronicle.core.UnsafeMemory", "net.openhft.chronicle.core.Memory", "sun.misc.Unsafe", "jdk.internal.misc.Unsafe"
    };

    @ArchTest
    static final ArchRule arrowsPointOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("gc").definedBy("io.mooring.gc..")
            .layer("rawrefcount").definedBy("io.mooring.rawrefcount..")
            .layer("objspace").definedBy("io.mooring.objspace..")
            .layer("capi").definedBy("io.mooring.capi..")
            .optionalLayer("bench").definedBy("io.mooring.bench..")
            .optionalLayer("properties").definedBy("io.mooring.properties..")
            .whereLayer("gc").mayNotAccessAnyLayer()
            .whereLayer("rawrefcount").mayOnlyAccessLayers("gc")
            .whereLayer("objspace").mayOnlyAccessLayers("gc")
            .whereLayer("capi").mayOnlyAccessLayers("gc", "rawrefcount", "objspace")
            .whereLayer("bench").mayOnlyBeAccessedByLayers("properties")
            .whereLayer("properties").mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule everyClassIsInAModulesPackage = classes()
            .should().resideInAnyPackage(
                    "io.mooring.gc..", "io.mooring.rawrefcount..", "io.mooring.objspace..", "io.mooring.capi..",
                    "io.mooring.properties..", "io.mooring.bench..");

    @ArchTest
    static final ArchRule spacesDoNotKnowPlans = noClasses()
            .that().resideInAPackage("io.mooring.gc.space..")
            .should().dependOnClassesThat().resideInAPackage("io.mooring.gc.plan..");

    @ArchTest
    static final ArchRule onlyMemoryDereferences = noClasses()
            .that(are(not(belongToOneOf("io.mooring.gc.memory.Memory"))))
            .should().dependOnClassesThat(are(namedOneOf(RAW_MEMORY)))
            .orShould().callMethod("net.openhft.chronicle.core.OS", "memory");

    @ArchTest
    static final ArchRule onlyTwoClassesLinkToC = noClasses()
            .that(are(not(belongToOneOf("io.mooring.gc.memory.Pages", "io.mooring.capi.NativeLinker"))))
            .should().dependOnClassesThat().haveFullyQualifiedName("java.lang.foreign.Linker")
            .orShould().dependOnClassesThat().haveFullyQualifiedName("java.lang.foreign.SymbolLookup");

    @ArchTest
    static final ArchRule aStaticFieldIsFinal = fields()
            .that().areStatic()
            .should().beFinal()
            .because("several heaps run side by side in one JVM, each with state of its own");

    @ArchTest
    static final ArchRule aStaticFieldHoldsNoState = fields()
            .that().areStatic()
            .should(holdNoMutableState());

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should().haveNameMatching(".*(Impl|Manager|Helper|Utils?|Policy)([A-Z0-9$].*)?");

    private static ArchCondition<JavaField> holdNoMutableState() {
        return new ArchCondition<>("hold a value that cannot change") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                FrozenValues.reasonAgainst(field.reflect()).ifPresent(reason ->
                        events.add(SimpleConditionEvent.violated(field, field.getFullName() + ": " + reason)));
            }
        };
    }

    /** A predicate for classes with one of these names, and for what is nested in them. */
    private static DescribedPredicate<JavaClass> belongToOneOf(String... names) {
        return DescribedPredicate.describe("in " + String.join(" or ", names), type -> Set.of(names).contains(outermost(type).getName()));
    }

    private static DescribedPredicate<JavaClass> namedOneOf(String... names) {
        return DescribedPredicate.describe("one of " + String.join(", ", names), type -> Set.of(names).contains(type.getName()));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }
}
