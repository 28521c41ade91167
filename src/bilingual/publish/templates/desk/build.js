// Elements made by hand: their texts are text, whatever stands in them.

/**
 * An element with properties, and with children: strings are text, null is nothing.
 * @param {{data?: object, aria?: object, [property: string]: unknown}} properties `data` and `aria` by their names,
 *   `{ aria: { label: "…" } }`
 * @returns {HTMLElement}
 */
export function build(tag, { data = {}, aria = {}, ...properties } = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  Object.assign(element.dataset, data);
  for (const [name, value] of Object.entries(aria)) element.setAttribute(`aria-${name}`, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}
