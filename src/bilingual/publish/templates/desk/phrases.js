// What the script says, as in Python: `_` and `counted` take the English, and give what the page's language has for it.
// The messages are string literals at their calls: Babel finds them there, and so does the program that makes the page.
const said = { phrases: null, rules: null, figures: null };

/** A message in the page's language, its `{names}` replaced by the values. @returns {string} */
export function _(message, values = {}) {
  return filled(phrases()[message] ?? message, values);
}

/** A message with `{n}` things in it, in the form that the number asks for. @returns {string} */
export function counted(one, many, count, values = {}) {
  said.rules ??= new Intl.PluralRules(document.documentElement.lang || "en");
  const forms = phrases()[one] ?? [one, many];
  const form = forms[said.rules.select(count) === "one" ? 0 : 1];
  return filled(form, { n: number(count), ...values });
}

/** A number as the page's language writes it. @returns {string} */
export function number(value) {
  said.figures ??= new Intl.NumberFormat(document.documentElement.lang || "en");
  return said.figures.format(value);
}

function phrases() {
  said.phrases ??= JSON.parse(document.getElementById("phrases")?.textContent || "{}");
  return said.phrases;
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
