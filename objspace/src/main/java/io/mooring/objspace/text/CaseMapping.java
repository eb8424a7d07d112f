package io.mooring.objspace.text;

import java.util.Locale;

/** Unicode's full case mappings as Python's str methods apply them; the only context that counts is that of a final sigma. */
public final class CaseMapping {
    private static final int DOTLESS_I = 0x131;
    private static final int CAPITAL_SIGMA = 0x3A3;
    private static final int FINAL_SIGMA = 0x3C2;
    /** Punctuation within words: Unicode's Word_Break values MidLetter, MidNumLet and Single_Quote. */
    private static final String WITHIN_WORDS = "'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A";

    private CaseMapping() {}

    private static String upper(int point) {
        return Character.toString(point).toUpperCase(Locale.ROOT);
    }

    /** {@code str.upper}. */
    public static CodePoints upper(CodePoints text) {
        CodePoints out = new CodePoints(text.count());
        for (int i = 0; i < text.count(); i++) {
            if (text.at(i) < 128) out.append(Character.toUpperCase(text.at(i)));
            else out.append(upper(text.at(i)));
        }
        return out;
    }

    /** {@code str.lower}. */
    public static CodePoints lower(CodePoints text) {
        CodePoints out = new CodePoints(text.count());
        for (int i = 0; i < text.count(); i++) lower(text, i, out);
        return out;
    }

    private static void lower(CodePoints text, int at, CodePoints out) {
        int point = text.at(at);
        if (point < 128) out.append(Character.toLowerCase(point));
        else if (point == CAPITAL_SIGMA && isFinal(text, at)) out.append(FINAL_SIGMA);
        else out.append(Character.toString(point).toLowerCase(Locale.ROOT));
    }

    /** Whether a sigma ends a word: a cased character stands before it and none behind, characters without a say in it skipped. */
    private static boolean isFinal(CodePoints text, int at) {
        int before = at - 1;
        while (before >= 0 && isIgnorable(text.at(before))) before--;
        if (before < 0 || !CharacterClass.isCased(text.at(before))) return false;
        int behind = at + 1;
        while (behind < text.count() && isIgnorable(text.at(behind))) behind++;
        return behind == text.count() || !CharacterClass.isCased(text.at(behind));
    }

    /** Unicode's property Case_Ignorable. */
    private static boolean isIgnorable(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> true;
            case Character.MODIFIER_LETTER, Character.MODIFIER_SYMBOL -> true;
            default -> WITHIN_WORDS.indexOf(point) >= 0;
        };
    }

    /** {@code str.swapcase}. */
    public static CodePoints swap(CodePoints text) {
        CodePoints out = new CodePoints(text.count());
        for (int i = 0; i < text.count(); i++) {
            int point = text.at(i);
            if (CharacterClass.isUpper(point)) lower(text, i, out);
            else if (CharacterClass.isLower(point)) out.append(upper(point));
            else out.append(point);
        }
        return out;
    }

    /** {@code str.title} or {@code str.capitalize}: the first character of each word, or of all, in title case, the rest in lower. */
    public static CodePoints title(CodePoints text, boolean eachWord) {
        CodePoints out = new CodePoints(text.count());
        boolean first = true;
        for (int i = 0; i < text.count(); i++) {
            int point = text.at(i);
            if (first) titled(point, out);
            else lower(text, i, out);
            first = eachWord && !CharacterClass.isCased(point);
        }
        return out;
    }

    private static void titled(int point, CodePoints out) {
        String upper = upper(point);
        if (upper.codePointCount(0, upper.length()) == 1) {
            out.append(Character.toTitleCase(point));
            return;
        }
        int head = upper.codePointAt(0);
        out.append(head).append(upper.substring(Character.charCount(head)).toLowerCase(Locale.ROOT));
    }

    /** {@code str.casefold}; each character by itself, for folding knows no final sigma. */
    public static CodePoints fold(CodePoints text) {
        CodePoints out = new CodePoints(text.count());
        for (int i = 0; i < text.count(); i++) out.append(fold(text.at(i)));
        return out;
    }

    /** What folding makes of a character: by way of lower and upper case, which unites what folding unites, two exceptions apart. */
    public static String fold(int point) {
        String text = Character.toString(point);
        if (point == DOTLESS_I) return text;
        String upper = text.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT);
        // Cherokee had no lower case at first, so it folds to upper case
        if (Character.UnicodeScript.of(point) == Character.UnicodeScript.CHEROKEE) return upper;
        StringBuilder folded = new StringBuilder();
        upper.codePoints().forEach(each -> folded.append(Character.toString(each).toLowerCase(Locale.ROOT)));
        return folded.toString();
    }
}
