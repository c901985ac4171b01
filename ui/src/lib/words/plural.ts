// Counts in words, by a language's own rules.

/** The forms that a language has; `#` stands for the number. `other` is always asked for. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Says a count in one language: `plural(3, { one: "# scan", other: "# scans" })`. */
export function pluralsOf(language: string): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (count, forms) => (forms[rules.select(count)] ?? forms.other).replaceAll("#", numbers.format(count));
}
