// What a screen reader is told without its user having moved there.

class Announcer {
  /** Said when there is a pause. */
  polite = $state("");
  /** Said at once. */
  urgent = $state("");
  #turn = false;

  /** Takes back what was said: it may name an attendee. */
  forget(): void {
    this.polite = "";
    this.urgent = "";
  }

  say(text: string, isUrgent = false): void {
    // The same words twice are two announcements: an invisible character makes them differ.
    this.#turn = !this.#turn;
    const said = this.#turn ? text : `${text}\u2060`;
    if (isUrgent) this.urgent = said;
    else this.polite = said;
  }
}

export const announcer = new Announcer();
