// Checks that apply to every screen.

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];
/** The axe rules that depend on the theme. */
const COLOURS = ["color-contrast", "link-in-text-block"];

/** The violations of WCAG 2.2 AA that axe finds; with `colours`, only those that depend on the theme. */
export async function axe(page: Page, which: "all" | "colours"): Promise<string[]> {
  // The default mode opens a second page to collect results from frames, and there are no frames.
  const builder = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (
    which === "all" ? builder.withTags(WCAG) : builder.withRules(COLOURS)
  ).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary ?? ""}`),
  );
}

/** The ARIA roles of controls. */
const OPERATED = [
  ...["button", "link", "textbox", "searchbox", "checkbox", "radio", "switch", "slider", "combobox"],
  ...["dialog", "spinbutton", "menuitem", "tab", "option"],
];

/** Controls without an accessible name. */
export async function nameless(page: Page): Promise<string[]> {
  const wire = await page.context().newCDPSession(page);
  const { nodes } = await wire.send("Accessibility.getFullAXTree");
  await wire.detach();
  return nodes
    .filter(({ ignored, role, name }) => {
      const isOperated = !ignored && OPERATED.includes(String(role?.value).toLowerCase());
      return isOperated && String(name?.value ?? "").trim() === "";
    })
    .map(({ role, nodeId }) => `${String(role?.value)} ${nodeId}`);
}

/** Elements that are wider than the window or their scrolling container. */
export function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide: string[] = [];
    const scrolled = document.querySelectorAll<HTMLElement>("html, body, main, dialog, dialog *, main > * *");
    for (const element of scrolled) {
      const { overflowX } = getComputedStyle(element);
      const isScrolled = overflowX === "auto" || overflowX === "scroll" || element.matches("html, body");
      // The row of filters scrolls sideways on purpose.
      if (!isScrolled || element.matches(".options.line") || !element.checkVisibility()) continue;
      if (element.scrollWidth > element.clientWidth + 1) {
        wide.push(`${element.tagName}.${element.className}: ${element.scrollWidth} > ${element.clientWidth}`);
      }
    }
    for (const element of document.querySelectorAll<HTMLElement>(
      "button, input, select, textarea, a[href]",
    )) {
      if (!element.checkVisibility() || element.closest(".unseen, .options.line") !== null) continue;
      const { left, right } = element.getBoundingClientRect();
      if (left < -1 || right > innerWidth + 1)
        wide.push(`${element.outerHTML.slice(0, 80)}: ${left}–${right}`);
    }
    return wide;
  });
}

/** The minimum size of a touch target, in pixels. */
const FINGER = 44;

/** Controls that are too small for touch. The target of a checkbox or a radio button is its label. */
export function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate((finger) => {
    const small: string[] = [];
    const operated = "button, a[href], input, select, textarea, summary, [role=button], [role=link]";
    for (const element of document.querySelectorAll<HTMLElement>(operated)) {
      if (!element.checkVisibility()) continue;
      const isChoice = element.matches("[type=checkbox], [type=radio]");
      const hit = (isChoice ? element.closest("label") : null) ?? element;
      const { width, height } = hit.getBoundingClientRect();
      if (width < finger || height < finger) {
        small.push(`${hit.outerHTML.slice(0, 100)}: ${width} × ${height}`);
      }
    }
    return small;
  }, FINGER);
}

/** Texts of the screens that are cut off. Names of people and sponsors are in `bdi`, and may be cut off. */
export function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const cut: string[] = [];
    const named = document.querySelectorAll<HTMLElement>(
      "button, a[href], h1, h2, h3, legend, label, dt, summary",
    );
    for (const element of named) {
      if (!element.checkVisibility() || element.closest(".unseen") !== null) continue;
      const box = element.getBoundingClientRect();
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      while (texts.nextNode() !== null) {
        const parent = texts.currentNode.parentElement;
        const isOurs = parent !== null && parent.closest(".unseen, bdi, [aria-hidden=true]") === null;
        if (!isOurs || (texts.currentNode.textContent ?? "").trim() === "") continue;
        const range = document.createRange();
        range.selectNodeContents(texts.currentNode);
        const text = range.getBoundingClientRect();
        // Large type has a line height below the height of its letters.
        const slack = parseFloat(getComputedStyle(parent).fontSize) / 4;
        const isOutside =
          text.left < box.left - 1 ||
          text.right > box.right + 1 ||
          text.top < box.top - slack ||
          text.bottom > box.bottom + slack;
        const isHidden =
          getComputedStyle(parent).overflowX !== "visible" && parent.scrollWidth > parent.clientWidth + 1;
        if (isOutside || isHidden) cut.push(`${String(texts.currentNode.textContent)} in ${element.tagName}`);
      }
    }
    return cut;
  });
}
