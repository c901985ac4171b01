// Generated from crates/window by `cargo run --package window --example write_bindings`.
// A test fails when it is stale; do not edit.

export type Field = "first_name" | "last_name" | "email" | "job_title" | "employer" | "region" | "country";
export const FIELDS: readonly Field[] = ["first_name", "last_name", "email", "job_title", "employer", "region", "country"];
export type ConsentMode = "handover" | "confirm";
export type ConsentGiven = "handover" | "confirmed";
export type ReadMethod = "camera" | "hardware_scanner" | "manual";
export type Question = { id: number; text: string; kind: QuestionKind };
export type QuestionKind = "text" | { choice: Array<string> } | "yes_no" | { scale: number };
export type QuestionAnswer = { question: number; answer: Answer };
export type Answer = { text: string } | { choice: number } | { yes_no: boolean } | { scale: number };

export type Problem = { 
/**
 * The stable code.
 */
code: string, 
/**
 * What happened and what to do, in English.
 */
message: string, 
/**
 * A value that the text needs: an event's short name, seconds to wait, a file.
 */
about: string | null, };
export type About = { 
/**
 * Its version.
 */
version: string, 
/**
 * The operating system, in a word: `linux`, `macos`, `windows`, `android`, `ios`.
 */
platform: string, 
/**
 * Who opens the camera.
 */
camera_owner: CameraOwner, };
export type AboutProgram = Record<symbol, never>;
export type CameraOwner = "program" | "webview";
export type OverviewOf = Record<symbol, never>;
export type Overview = { 
/**
 * Whether the screens are locked or in kiosk mode.
 */
lock: LockState, 
/**
 * Whether a PIN is set.
 */
has_pin: boolean, 
/**
 * The operator's name.
 */
operator: string | null, 
/**
 * The enrolments, in the order of enrolling.
 */
enrolments: Array<EnrolmentView>, 
/**
 * The preferences that are stored on this device.
 */
preferences: Preferences, 
/**
 * What the camera is doing.
 */
camera: CameraState, 
/**
 * Why the device can't be opened, if it can't. Nothing else works until `retry_open` succeeds.
 */
fault: Problem | null, };
export type LockState = "open" | "kiosk" | "locked";
export type RetryOpen = Record<symbol, never>;
export type Event = { "kind": "decision", 
/**
 * The decision.
 */
decision: Decision, } | { "kind": "enrolment_code", 
/**
 * The code. It is good once and for minutes.
 */
code: string, } | { "kind": "overview", 
/**
 * The whole overview.
 */
overview: Overview, };
export type Enrol = { 
/**
 * The code, as seen by the camera or typed.
 */
code: string, 
/**
 * What the device is to be called on the sponsor's page.
 */
label: string, };
export type ChooseEnrolment = { 
/**
 * The enrolment.
 */
device: string, };
export type TermsOf = { 
/**
 * The enrolment.
 */
device: string, };
export type TermsView = { 
/**
 * The enrolment.
 */
device: string, 
/**
 * The privacy notice's version.
 */
notice_version: number, 
/**
 * The privacy notice.
 */
notice: string, 
/**
 * The fields that the event lets sponsors have.
 */
allowed_fields: Array<Field>, 
/**
 * How consent is given.
 */
consent_mode: ConsentMode, 
/**
 * Whether codes without Lanyard's seal are taken; the backend checks them.
 */
foreign_codes: boolean, 
/**
 * The event's qualifier questions.
 */
questions: Array<Question>, };
export type EnrolmentView = { 
/**
 * The device's id under it.
 */
device: string, 
/**
 * The event's short name.
 */
event: string, 
/**
 * The event's full name.
 */
event_name: string, 
/**
 * The sponsor's name.
 */
sponsor_name: string, 
/**
 * The backend's host, where attendees can change their mind.
 */
server: string, 
/**
 * How consent is given.
 */
consent_mode: ConsentMode, 
/**
 * Whether it may be scanned for.
 */
state: EnrolmentState, 
/**
 * From then on nothing new is scanned.
 */
expires: number, 
/**
 * Whether scans go to it.
 */
chosen: boolean, 
/**
 * How its records stand.
 */
sync: SyncView, };
export type EnrolmentState = "active" | "revoked" | "expired";
export type ScanText = { 
/**
 * What was typed.
 */
text: string, 
/**
 * By whom.
 */
typed_by: TypedBy, };
export type TypedBy = "scanner" | "person";
export type Share = { 
/**
 * The sheet of [`Outcome::Ask`]. It names the badge and the enrolment that it was read for.
 */
sheet: number, 
/**
 * What the attendee shares.
 */
fields: Array<Field>, };
export type Decline = { 
/**
 * The sheet.
 */
sheet: number, };
export type Done = Record<symbol, never>;
export type Decision = { 
/**
 * Counts the decisions of this run, from 1.
 */
number: number, 
/**
 * What became of it.
 */
outcome: Outcome, 
/**
 * How the code came.
 */
method: ReadMethod, 
/**
 * The enrolment it was scanned for.
 */
device: string, 
/**
 * When, by the device's clock.
 */
at: number, 
/**
 * Milliseconds from the frame, or from the end of typing, to the decision.
 */
took_ms: number, 
/**
 * The code's corners as shares of the picture's width and height, clockwise from its top left;
 * none where it was typed.
 */
corners: [[number, number], [number, number], [number, number], [number, number]] | null, };
export type Outcome = { "kind": "saved", 
/**
 * The scan.
 */
scan: string, 
/**
 * The name on the badge, if its code holds one.
 */
name: string | null, 
/**
 * Whether the badge's seal was checked here; otherwise the backend checks the code.
 */
checked: boolean, 
/**
 * What was consented to.
 */
fields: Array<Field>, } | { "kind": "already", 
/**
 * The scan that was there.
 */
scan: string, 
/**
 * The name on the badge, if its code holds one.
 */
name: string | null, 
/**
 * When.
 */
at: number, 
/**
 * Who held the device; may be empty.
 */
operator: string, } | { "kind": "do_not_scan", 
/**
 * The name on the badge, if its code holds one.
 */
name: string | null, } | { "kind": "ask", 
/**
 * Names this question in `share` and `decline`.
 */
sheet: number, 
/**
 * The name on the badge, if its code holds one.
 */
name: string | null, 
/**
 * What the sponsor would get.
 */
fields: Array<Field>, } | { "kind": "refused", 
/**
 * Why. `reason.about` is the other event's short name for `other_event`.
 */
reason: Problem, } | { "kind": "not_saved", 
/**
 * Why.
 */
reason: Problem, };
export type Scans = { 
/**
 * Words that must all occur, in any order and case, in the name, the code, an operator, a note, a
 * tag or a written answer.
 */
text: string, 
/**
 * Which.
 */
show: ShowScans, 
/**
 * Only scans before this [`ScanRow::position`]: the next page.
 */
before: number | null, 
/**
 * How many at the most, at most 500.
 */
limit: number, };
export type ShowScans = "all" | "waiting" | "accepted" | "quarantined" | "voided";
export type ScanPage = { 
/**
 * The scans.
 */
scans: Array<ScanRow>, 
/**
 * How many fit the question, on all pages.
 */
matching: number, 
/**
 * Whether there are more after these.
 */
more: boolean, };
export type ScanRow = { 
/**
 * Its place: later scans have higher ones.
 */
position: number, 
/**
 * The scan.
 */
scan: string, 
/**
 * The name on the badge, if its code holds one.
 */
name: string | null, 
/**
 * The code as read, for a badge without a name.
 */
code: string, 
/**
 * Who held the device; may be empty.
 */
operator: string, 
/**
 * When, by the device's clock.
 */
at: number, 
/**
 * What the backend has said of the scan itself.
 */
state: RecordState, 
/**
 * How many of the scan's records wait, notes and all.
 */
waiting: number, 
/**
 * How many of the scan's records are in quarantine.
 */
quarantined: number, 
/**
 * It was taken back.
 */
voided: boolean, 
/**
 * How many notes there are.
 */
notes: number, 
/**
 * The last rating given, 1 to 5.
 */
rating: number | null, };
export type RecordState = { "kind": "waiting" } | { "kind": "accepted" } | { "kind": "quarantined", 
/**
 * Why: the code of `protocol::Reason`.
 */
reason: string, };
export type ScanDetailOf = { 
/**
 * The scan.
 */
scan: string, };
export type AddNote = { 
/**
 * The scan.
 */
scan: string, 
/**
 * Free text; may be empty.
 */
text: string, 
/**
 * 1 to 5.
 */
rating: number | null, 
/**
 * Short words for sorting.
 */
tags: Array<string>, 
/**
 * Answers to the event's qualifier questions.
 */
answers: Array<QuestionAnswer>, };
export type NarrowScan = { 
/**
 * The scan.
 */
scan: string, 
/**
 * What the sponsor must not get.
 */
remove: Array<Field>, };
export type VoidScan = { 
/**
 * The scan.
 */
scan: string, 
/**
 * Why.
 */
reason: string, };
export type ScanView = { 
/**
 * As the list shows it.
 */
row: ScanRow, 
/**
 * The sponsor it was made for.
 */
sponsor_name: string, 
/**
 * How the code was read.
 */
method: ReadMethod, 
/**
 * How consent was given.
 */
given: ConsentGiven, 
/**
 * The version of the notice that was in force.
 */
notice_version: number, 
/**
 * What the sponsor gets, if the backend and the attendee's own settings agree.
 */
fields: Array<Field>, 
/**
 * What was taken away on this device.
 */
removed: Array<Field>, 
/**
 * The notes, the oldest first.
 */
notes: Array<NoteView>, 
/**
 * How it was taken back, if it was.
 */
void: VoidView | null, 
/**
 * What the event asks and allows under the scan's own enrolment.
 */
terms: TermsView, };
export type NoteView = { 
/**
 * When, by the device's clock.
 */
at: number, 
/**
 * Who wrote it; may be empty.
 */
operator: string, 
/**
 * Free text; may be empty.
 */
text: string, 
/**
 * 1 to 5.
 */
rating: number | null, 
/**
 * Short words for sorting.
 */
tags: Array<string>, 
/**
 * Answers to the event's questions.
 */
answers: Array<QuestionAnswer>, 
/**
 * What the backend has said of it.
 */
state: RecordState, };
export type VoidView = { 
/**
 * When, by the device's clock.
 */
at: number, 
/**
 * Why; may be empty.
 */
reason: string, 
/**
 * What the backend has said of it.
 */
state: RecordState, };
export type StartScanning = { "look_for": "badges" } | { "look_for": "enrolment_code" };
export type StopScanning = Record<symbol, never>;
export type Cameras = Record<symbol, never>;
export type CameraList = { 
/**
 * Each of them.
 */
cameras: Array<CameraChoice>, };
export type CameraChoice = { 
/**
 * Names it in `choose_camera`.
 */
id: string, 
/**
 * What people call it.
 */
name: string, 
/**
 * What it is.
 */
camera_kind: CameraKind, 
/**
 * Whether it is the one in use, or would be.
 */
chosen: boolean, };
export type CameraKind = "device" | "virtual";
export type ChooseCamera = { 
/**
 * The camera's id.
 */
id: string, };
export type ViewHeader = { 
/**
 * The picture's number; the next one is asked for with it.
 */
number: number, 
/**
 * Pixels in a row.
 */
width: number, 
/**
 * Rows.
 */
height: number, 
/**
 * Whether the pictures are made up.
 */
made_up: boolean, 
/**
 * The corners of each code seen in it, as shares of its width and height, clockwise.
 */
outlines: Array<[[number, number], [number, number], [number, number], [number, number]]>, };
export type ControlsOf = Record<symbol, never>;
export type Controls = { 
/**
 * Whether its light is on, where it has one.
 */
torch: boolean | null, 
/**
 * How far it is zoomed in, where it can be.
 */
zoom: Zoom | null, };
export type SetTorch = { 
/**
 * Whether it is to shine.
 */
on: boolean, };
export type SetZoom = { 
/**
 * In the camera's own units.
 */
value: number, };
export type Zoom = { 
/**
 * The least.
 */
min: number, 
/**
 * The most.
 */
max: number, 
/**
 * The smallest change.
 */
step: number, 
/**
 * Now.
 */
value: number, };
export type CameraState = { "kind": "off" } | { "kind": "starting", 
/**
 * Which.
 */
name: string, } | { "kind": "live", 
/**
 * Which.
 */
name: string, 
/**
 * Whether its pictures are made up.
 */
made_up: boolean, } | { "kind": "none" } | { "kind": "stalled", 
/**
 * Which.
 */
name: string, 
/**
 * For how long, in seconds.
 */
seconds: number, } | { "kind": "unplugged", 
/**
 * Which.
 */
name: string, } | { "kind": "busy", 
/**
 * Which.
 */
name: string, } | { "kind": "forbidden", 
/**
 * Which.
 */
name: string, } | { "kind": "failed", 
/**
 * Which.
 */
name: string, 
/**
 * What the operating system says.
 */
message: string, };
export type SyncNow = Record<symbol, never>;
export type SyncView = { 
/**
 * Records that wait to be sent.
 */
waiting: number, 
/**
 * Records that the backend holds and uses.
 */
accepted: number, 
/**
 * Records that the backend holds and does not use.
 */
quarantined: number, 
/**
 * Scans that stand.
 */
scans: number, 
/**
 * Scans that were taken back.
 */
voided: number, 
/**
 * How the way to the backend is.
 */
network: Network, 
/**
 * Why the device itself can't sync, a full disk for example.
 */
fault: Problem | null, 
/**
 * Whether everything has arrived.
 */
end_of_day: EndOfDayView, };
export type Network = { "kind": "untried" } | { "kind": "online" } | { "kind": "offline" } | { "kind": "trouble", 
/**
 * The code of `sync::Failure`: `unavailable`, `not_the_backend`, `refused` …
 */
code: string, };
export type EndOfDayView = { "kind": "nothing" } | { "kind": "all_held" } | { "kind": "waiting", 
/**
 * How many are left.
 */
uncovered: number, } | { "kind": "diverged" };
export type ExportBundle = { 
/**
 * The enrolment.
 */
device: string, };
export type Exported = { 
/**
 * Where it is; none where nothing waited and no file was written.
 */
path: string | null, 
/**
 * How many records are in it.
 */
records: number, 
/**
 * The page of the backend that takes it.
 */
hand_in_at: string, };
export type Preferences = { 
/**
 * The screens' language; the system's if `None`.
 */
language: Language | null, 
/**
 * Light or dark.
 */
theme: Theme, 
/**
 * How strong the contrast is.
 */
contrast: Contrast, 
/**
 * Whether the sound of a scan is off.
 */
mute: boolean, 
/**
 * Whether the viewfinder shows a mirror image. Reading is not affected.
 */
mirror: boolean, 
/**
 * Whether the cards are short, for a queue.
 */
rapid: boolean, 
/**
 * Locks the screens after this many minutes without a touch or a scan; needs a PIN.
 */
lock_after_minutes: number | null, };
export type Language = "en" | "es" | "fr" | "de" | "pt-BR" | "ja";
export type Theme = "system" | "light" | "dark";
export type Contrast = "system" | "high";
export type SetPreferences = { 
/**
 * All preferences.
 */
preferences: Preferences, };
export type SetOperator = { 
/**
 * The name; `None` for none.
 */
name: string | null, };
export type SetPin = { 
/**
 * The current PIN, if one is set.
 */
current: string | null, 
/**
 * The new PIN, 4 to 12 digits; `None` removes it.
 */
new: string | null, };
export type Lock = Record<symbol, never>;
export type Touched = Record<symbol, never>;
export type NetworkReturned = Record<symbol, never>;
export type EnterKiosk = Record<symbol, never>;
export type Unlock = { 
/**
 * The PIN.
 */
pin: string, };
export type StorageOf = Record<symbol, never>;
export type StorageView = { 
/**
 * The folder.
 */
folder: string, 
/**
 * Bytes of the database, its log included.
 */
database_bytes: number, 
/**
 * Bytes free on that disk, if the system says.
 */
free_bytes: number | null, 
/**
 * Whether the database's key is in the system's keychain; otherwise it is in a file beside it.
 */
key_in_keychain: boolean, 
/**
 * Scans on the device, of all enrolments, those taken back included.
 */
scans: number, 
/**
 * Records on the device, of all enrolments.
 */
records: number, 
/**
 * Records that no backend has confirmed yet. The device must not be wiped while there are any.
 */
waiting: number, };
export type DiagnosticsOf = Record<symbol, never>;
export type Diagnostics = { 
/**
 * The text.
 */
text: string, };

/** Every command: what is asked, and what is answered. */
export interface Commands {
  about_program: { request: AboutProgram; answer: About };
  overview: { request: OverviewOf; answer: Overview };
  retry_open: { request: RetryOpen; answer: Overview };
  network_returned: { request: NetworkReturned; answer: Done };
  unlock: { request: Unlock; answer: Overview };
  start_scanning: { request: StartScanning; answer: CameraState };
  stop_scanning: { request: StopScanning; answer: CameraState };
  scan_text: { request: ScanText; answer: Decision };
  share: { request: Share; answer: Decision };
  decline: { request: Decline; answer: Done };
  cameras: { request: Cameras; answer: CameraList };
  choose_camera: { request: ChooseCamera; answer: CameraState };
  controls: { request: ControlsOf; answer: Controls };
  set_torch: { request: SetTorch; answer: Controls };
  set_zoom: { request: SetZoom; answer: Controls };
  terms: { request: TermsOf; answer: TermsView };
  scan_detail: { request: ScanDetailOf; answer: ScanView };
  add_note: { request: AddNote; answer: ScanView };
  narrow_scan: { request: NarrowScan; answer: ScanView };
  void_scan: { request: VoidScan; answer: ScanView };
  lock: { request: Lock; answer: Overview };
  touched: { request: Touched; answer: Done };
  enrol: { request: Enrol; answer: EnrolmentView };
  choose_enrolment: { request: ChooseEnrolment; answer: Overview };
  scans: { request: Scans; answer: ScanPage };
  sync_now: { request: SyncNow; answer: Overview };
  export_bundle: { request: ExportBundle; answer: Exported };
  set_operator: { request: SetOperator; answer: Overview };
  set_preferences: { request: SetPreferences; answer: Overview };
  set_pin: { request: SetPin; answer: Overview };
  enter_kiosk: { request: EnterKiosk; answer: Overview };
  storage: { request: StorageOf; answer: StorageView };
  diagnostics: { request: DiagnosticsOf; answer: Diagnostics };
}
