// What holds of every screen, whatever is on it.

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];
/** The rules that a theme can break. */
const COLOURS = ["color-contrast", "link-in-text-block"];

/** What axe finds against WCAG 2.2 AA; with `colours`, only what depends on the theme. */
export async function axe(page: Page, which: "all" | "colours"): Promise<string[]> {
  // The other way opens a second page for each question; that is for frames, and there are none.
  const builder = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (
    which === "all" ? builder.withTags(WCAG) : builder.withRules(COLOURS)
  ).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary ?? ""}`),
  );
}

/** Roles that somebody operates. */
const OPERATED = [
  ...["button", "link", "textbox", "searchbox", "checkbox", "radio", "switch", "slider", "combobox"],
  ...["dialog", "spinbutton", "menuitem", "tab", "option"],
];

/** What can be operated and has no name, as the browser tells it to a screen reader. */
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

/** What is wider than the window, or than what scrolls down with it. */
export function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide: string[] = [];
    const scrolled = document.querySelectorAll<HTMLElement>("html, body, main, dialog, dialog *, main > * *");
    for (const element of scrolled) {
      const { overflowX } = getComputedStyle(element);
      const isScrolled = overflowX === "auto" || overflowX === "scroll" || element.matches("html, body");
      // A line of filters scrolls by itself; that is what it is for.
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

/** The least that a finger hits, in pixels. */
const FINGER = 44;

/** What can be operated and is too small for a finger. A box or a radio button is hit by its label. */
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

/** Words of ours that are cut off. What people or sponsors are called stands in `bdi`, and may be. */
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
        // Lines of large type are set closer than their letters are high.
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
