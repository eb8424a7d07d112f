package io.mooring.objspace;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.text.CaseMapping;
import io.mooring.objspace.text.CharacterClass;
import io.mooring.objspace.text.CodePoints;
import java.util.function.IntPredicate;

/** The methods of str that ask for or change the class of characters: case, {@code isdigit} and kin, {@code translate}. */
final class UnicodeCase {
    private final ObjSpace space;
    private final W_UnicodeObject strs;

    UnicodeCase(ObjSpace space, W_UnicodeObject strs) {
        this.space = space;
        this.strs = strs;
    }

    void define(TypeBuilder type) {
        type.method("upper", 0, (s, h, n, k) -> strs.make(CaseMapping.upper(text(h))));
        type.method("lower", 0, (s, h, n, k) -> strs.make(CaseMapping.lower(text(h))));
        type.method("casefold", 0, (s, h, n, k) -> strs.make(CaseMapping.fold(text(h))));
        type.method("swapcase", 0, (s, h, n, k) -> strs.make(CaseMapping.swap(text(h))));
        type.method("title", 0, (s, h, n, k) -> strs.make(CaseMapping.title(text(h), true)));
        type.method("capitalize", 0, (s, h, n, k) -> strs.make(CaseMapping.title(text(h), false)));
        type.method("isspace", 0, (s, h, n, k) -> s.newBool(all(h, CharacterClass::isSpace)));
        type.method("isalpha", 0, (s, h, n, k) -> s.newBool(all(h, CharacterClass::isAlpha)));
        type.method("isdecimal", 0, (s, h, n, k) -> s.newBool(all(h, CharacterClass::isDecimal)));
        type.method("isdigit", 0, (s, h, n, k) -> s.newBool(all(h, CharacterClass::isDigit)));
        type.method("isnumeric", 0, (s, h, n, k) -> s.newBool(all(h, CharacterClass::isNumeric)));
        type.method("isalnum", 0, (s, h, n, k) -> s.newBool(all(h, CharacterClass::isAlphanumeric)));
        type.method("isprintable", 0, (s, h, n, k) -> s.newBool(!s.isTrue(s.self(h)) || all(h, CharacterClass::isPrintable)));
        type.method("isascii", 0, (s, h, n, k) -> s.newBool(strs.isAscii(s.self(h))));
        type.method("isidentifier", 0, (s, h, n, k) -> s.newBool(isIdentifier(strs.units(s.self(h)))));
        type.method("isupper", 0, (s, h, n, k) -> s.newBool(isCase(h, CharacterClass::isUpper, CharacterClass::isLower)));
        type.method("islower", 0, (s, h, n, k) -> s.newBool(isCase(h, CharacterClass::isLower, CharacterClass::isUpper)));
        type.method("istitle", 0, (s, h, n, k) -> s.newBool(isTitle(strs.units(s.self(h)))));
        type.method("translate", 1, (s, h, n, k) -> translate(h));
        type.staticMethod("maketrans(x, y=, z=, /)", (s, h, n, k) -> makeTable(h));
    }

    private CodePoints text(@Slot long hSelf) {
        return strs.codePoints(space.self(hSelf));
    }

    // ---- questions ----------------------------------------------------------------------------------------------------------------------

    private boolean all(@Slot long hSelf, IntPredicate is) {
        Units text = strs.units(space.self(hSelf));
        for (long i = 0; i < text.count(); i++) if (!is.test(text.at(i))) return false;
        return text.count() > 0;
    }

    /** Whether some character has the case and none another one. */
    private boolean isCase(@Slot long hSelf, IntPredicate wanted, IntPredicate unwanted) {
        Units text = strs.units(space.self(hSelf));
        boolean some = false;
        for (long i = 0; i < text.count(); i++) {
            if (unwanted.test(text.at(i)) || CharacterClass.isTitle(text.at(i))) return false;
            some |= wanted.test(text.at(i));
        }
        return some;
    }

    private static boolean isTitle(Units text) {
        boolean some = false;
        boolean inWord = false;
        for (long i = 0; i < text.count(); i++) {
            int point = text.at(i);
            boolean starts = CharacterClass.isUpper(point) || CharacterClass.isTitle(point);
            boolean goesOn = CharacterClass.isLower(point);
            if (starts && inWord || goesOn && !inWord) return false;
            inWord = starts || goesOn;
            some |= inWord;
        }
        return some;
    }

    private static boolean isIdentifier(Units text) {
        if (text.count() == 0 || !CharacterClass.isIdentifierStart(text.at(0))) return false;
        for (long i = 1; i < text.count(); i++) if (!CharacterClass.isIdentifierPart(text.at(i))) return false;
        return true;
    }

    // ---- translate ----------------------------------------------------------------------------------------------------------------------

    private @Ref long translate(@Slot long hArgs) {
        CodePoints text = strs.codePoints(space.self(hArgs));
        CodePoints out = new CodePoints(text.count());
        for (int i = 0; i < text.count(); i++) {
            long w_new;
            try {
                w_new = space.getitem(space.arg(hArgs, 1), Immediate.of(text.at(i)));
            } catch (OperationError e) {
                if (!e.matches(space.w_LookupError)) throw e;
                out.append(text.at(i));
                continue;
            }
            appendTranslated(w_new, out);
        }
        return strs.make(out);
    }

    private void appendTranslated(@Ref long w_new, CodePoints out) {
        if (w_new == space.w_None) return;
        if (space.isStr(w_new)) {
            Units fresh = strs.units(space.payload(w_new));
            for (long i = 0; i < fresh.count(); i++) out.append(fresh.at(i));
        } else if (space.isInt(w_new)) {
            long point = space.asClippedIndex(w_new);
            if (point < 0 || point > Character.MAX_CODE_POINT) {
                throw space.error(space.w_ValueError, "character mapping must be in range(0x%x)", Character.MAX_CODE_POINT + 1);
            }
            out.append((int) point);
        } else {
            throw space.error(space.w_TypeError, "character mapping must return integer, None or str");
        }
    }

    private @Ref long makeTable(@Slot long hArgs) {
        try (HandleScope scope = space.heap.scope()) {
            long hTable = scope.root(space.newDict());
            if (space.arg(hArgs, 1) == 0) {
                copyTable(hTable, hArgs);
                return scope.get(hTable);
            }
            CodePoints from = required(hArgs, 0, "first maketrans argument must be a string if there is a second argument");
            CodePoints to = required(hArgs, 1, "str() argument 2 must be str");
            if (from.count() != to.count()) {
                throw space.error(space.w_ValueError, "the first two maketrans arguments must have equal length");
            }
            for (int i = 0; i < from.count(); i++) space.dicts.set(scope.get(hTable), Immediate.of(from.at(i)), Immediate.of(to.at(i)));
            if (space.arg(hArgs, 2) != 0) {
                CodePoints removed = required(hArgs, 2, "maketrans() argument 3 must be str");
                for (int i = 0; i < removed.count(); i++) space.dicts.set(scope.get(hTable), Immediate.of(removed.at(i)), space.w_None);
            }
            return scope.get(hTable);
        }
    }

    private CodePoints required(@Slot long hArgs, int index, String otherwise) {
        if (!space.isStr(space.arg(hArgs, index))) throw space.error(space.w_TypeError, otherwise);
        return strs.codePoints(space.payload(space.arg(hArgs, index)));
    }

    private void copyTable(@Slot long hTable, @Slot long hArgs) {
        if (space.kind(space.payload(space.arg(hArgs, 0))) != TypeIds.DICT) {
            throw space.error(space.w_TypeError, "if you give only one argument to maketrans it must be a dict");
        }
        long w_source = space.payload(space.arg(hArgs, 0));
        for (long entry = space.dicts.nextEntry(w_source, 0); entry >= 0; entry = space.dicts.nextEntry(w_source, entry + 1)) {
            long w_key = space.dicts.keyAt(w_source, entry);
            if (space.isStr(w_key)) {
                long w_char = space.payload(w_key);
                if (strs.count(w_char) != 1) throw space.error(space.w_ValueError, "string keys in translate table must be of length 1");
                w_key = Immediate.of(strs.codePoint(w_char, 0));
            } else if (!space.isInt(w_key)) {
                throw space.error(space.w_TypeError, "keys in translate table must be strings or integers");
            }
            space.dicts.set(space.arg(hTable, 0), w_key, space.dicts.valueAt(w_source, entry));
            w_source = space.payload(space.arg(hArgs, 0));
        }
    }
}
