// Dates, times and numbers as the reader writes them.

export class Formats {
  readonly #locale: string;
  readonly #numbers: Intl.NumberFormat;
  readonly #time: Intl.DateTimeFormat;
  readonly #day: Intl.DateTimeFormat;
  readonly #dayAndTime: Intl.DateTimeFormat;
  readonly #yearAndTime: Intl.DateTimeFormat;
  readonly #date: Intl.DateTimeFormat;

  constructor(locale: string) {
    const time = { hour: "numeric", minute: "2-digit" } as const;
    const day = { weekday: "short", day: "numeric", month: "short" } as const;
    this.#locale = locale;
    this.#numbers = new Intl.NumberFormat(locale);
    this.#time = new Intl.DateTimeFormat(locale, time);
    this.#day = new Intl.DateTimeFormat(locale, day);
    this.#dayAndTime = new Intl.DateTimeFormat(locale, { ...day, ...time });
    this.#yearAndTime = new Intl.DateTimeFormat(locale, {
      day: "numeric",
      month: "short",
      year: "numeric",
      ...time,
    });
    this.#date = new Intl.DateTimeFormat(locale, { dateStyle: "long" });
  }

  number(value: number): string {
    return this.#numbers.format(value);
  }

  /** A moment: the time, with its day unless that is today, with its year unless that is this one. */
  moment(at: number, now: number = Date.now()): string {
    const [then, today] = [new Date(at), new Date(now)];
    if (then.getFullYear() !== today.getFullYear()) return this.#yearAndTime.format(then);
    const isToday = then.getMonth() === today.getMonth() && then.getDate() === today.getDate();
    return (isToday ? this.#time : this.#dayAndTime).format(then);
  }

  /** The day of a moment. */
  day(at: number): string {
    return this.#day.format(at);
  }

  /** The day of a moment, with month and year in full. */
  date(at: number): string {
    return this.#date.format(at);
  }

  /** An amount of storage, in the unit that keeps it short. */
  bytes(amount: number): string {
    const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;
    const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, amount)) / 3));
    return new Intl.NumberFormat(this.#locale, {
      style: "unit",
      unit: units[power] ?? "byte",
      maximumFractionDigits: power === 0 ? 0 : 1,
    }).format(amount / 1000 ** power);
  }

  /** Several things: "first name, last name and employer". */
  list(things: readonly string[]): string {
    return new Intl.ListFormat(this.#locale, { type: "conjunction" }).format(things);
  }
}
