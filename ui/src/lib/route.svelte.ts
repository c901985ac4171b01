// Which screen is shown. The way back is the browser's own, so that a phone's back gesture works; the
// address never changes, because addresses are kept and shown in places where a scan has no business.

export type Route =
  | { screen: "scan" }
  | { screen: "scans" }
  | { screen: "lead"; scan: string }
  | { screen: "sync" }
  | { screen: "settings" }
  | { screen: "enrol" };

export type ScreenName = Route["screen"];

const HOME: Route = { screen: "scan" };
const SCREENS: readonly ScreenName[] = ["scan", "scans", "lead", "sync", "settings", "enrol"];

class Router {
  route = $state.raw<Route>(HOME);
  /** Counts the pages of ours that "back" can still leave. */
  #depth = 0;

  /** Follows the browser's back and forward, until the function that it gives is called. */
  open(): () => void {
    history.replaceState({ route: HOME, depth: 0 }, "");
    const popped = ({ state }: PopStateEvent) => {
      const at = placeOf(state);
      this.#depth = at.depth;
      this.route = at.route;
    };
    addEventListener("popstate", popped);
    return () => removeEventListener("popstate", popped);
  }

  /** Shows a screen. */
  go(route: Route): void {
    if (route.screen === this.route.screen && route.screen !== "lead") return;
    this.#depth += 1;
    // A plain copy: the history keeps no proxies.
    history.pushState({ route: { ...route }, depth: this.#depth }, "");
    this.route = route;
  }

  /** Back to where one came from; to the scan screen where one came from nowhere. */
  back(): void {
    if (this.#depth > 0) history.back();
    else this.route = HOME;
  }
}

function placeOf(state: unknown): { route: Route; depth: number } {
  const place = state as { route?: Route; depth?: number } | null;
  const known = place?.route !== undefined && SCREENS.includes(place.route.screen);
  return { route: known ? (place.route ?? HOME) : HOME, depth: place?.depth ?? 0 };
}

export const router = new Router();
