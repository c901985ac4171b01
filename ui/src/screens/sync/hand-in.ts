// Where a saved file can be handed in, before the device has said it: the backend's page for it.

/** As people type it: host and path. */
export function handInAt(server: string): string {
  return `${server}/bundle`;
}
