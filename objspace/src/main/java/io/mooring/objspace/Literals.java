package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.text.BadText;
import io.mooring.objspace.text.Literal;
import io.mooring.objspace.text.LiteralParser;
import java.util.List;

/** Makes objects from Python literals: {@code ast.literal_eval} for command lines and tests. */
public final class Literals {
    private final ObjSpace space;

    public Literals(ObjSpace space) {
        this.space = space;
    }

    /** The object that a literal stands for; SyntaxError with the position for what is none, TypeError for an unhashable key. */
    public @Ref long parse(String text) {
        Literal literal;
        try {
            literal = LiteralParser.parse(text);
        } catch (BadText e) {
            throw space.error(space.w_SyntaxError, "%s", e.getMessage());
        }
        return make(literal);
    }

    /** The object that a literal stands for. */
    public @Ref long make(Literal literal) {
        return switch (literal) {
            case Literal.Constant constant -> switch (constant) {
                case NONE -> space.w_None;
                case TRUE -> space.w_True;
                case FALSE -> space.w_False;
                case ELLIPSIS -> space.w_Ellipsis;
            };
            case Literal.Int whole -> space.newInt(whole.value());
            case Literal.Float fraction -> space.newFloat(fraction.value());
            case Literal.Complex complex -> space.complexes.make(complex.real(), complex.imaginary());
            case Literal.Text string -> space.unicodes.make(string.value());
            case Literal.Bytes bytes -> space.newBytes(bytes.value());
            case Literal.Tuple tuple -> space.toTuple(list(tuple.items()));
            case Literal.ListOf list -> list(list.items());
            case Literal.SetOf set -> space.call1(space.w_set, list(set.items()));
            case Literal.Dict dict -> dict(dict);
        };
    }

    private @Ref long list(List<Literal> items) {
        try (HandleScope scope = space.heap.scope()) {
            long hList = scope.root(space.newList());
            for (Literal item : items) {
                long w_item = make(item);
                space.lists.append(scope.get(hList), w_item);
            }
            return scope.get(hList);
        }
    }

    private @Ref long dict(Literal.Dict dict) {
        try (HandleScope scope = space.heap.scope()) {
            long hDict = scope.root(space.newDict());
            for (int i = 0; i < dict.keys().size(); i++) {
                long hKey = scope.root(make(dict.keys().get(i)));
                long w_value = make(dict.values().get(i));
                space.dicts.set(scope.get(hDict), scope.get(hKey), w_value);
            }
            return scope.get(hDict);
        }
    }
}
