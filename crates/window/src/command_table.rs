//! The table of commands. The dispatch, the screens' bindings, the shells' handlers and the window's
//! access list are made from it.

/// Passes the whole table to a macro: `name(Request) -> Answer: Role`. What a command does is in the
/// documentation of its request.
#[macro_export]
macro_rules! commands {
    ($callback:ident) => {
        $callback! {
            about_program(AboutProgram) -> About: Anyone,
            overview(OverviewOf) -> Overview: Anyone,
            retry_open(RetryOpen) -> Overview: Anyone,
            network_returned(NetworkReturned) -> Done: Anyone,
            unlock(Unlock) -> Overview: Anyone,
            start_scanning(StartScanning) -> CameraState: Scanning,
            stop_scanning(StopScanning) -> CameraState: Scanning,
            scan_text(ScanText) -> Decision: Scanning,
            share(Share) -> Decision: Scanning,
            decline(Decline) -> Done: Scanning,
            cameras(Cameras) -> CameraList: Scanning,
            choose_camera(ChooseCamera) -> CameraState: Scanning,
            controls(ControlsOf) -> Controls: Scanning,
            set_torch(SetTorch) -> Controls: Scanning,
            set_zoom(SetZoom) -> Controls: Scanning,
            terms(TermsOf) -> TermsView: Scanning,
            scan_detail(ScanDetailOf) -> ScanView: OneScan,
            add_note(AddNote) -> ScanView: OneScan,
            narrow_scan(NarrowScan) -> ScanView: OneScan,
            void_scan(VoidScan) -> ScanView: OneScan,
            lock(Lock) -> Overview: Scanning,
            touched(Touched) -> Done: Scanning,
            enrol(Enrol) -> EnrolmentView: Operator,
            choose_enrolment(ChooseEnrolment) -> Overview: Operator,
            scans(Scans) -> ScanPage: Operator,
            sync_now(SyncNow) -> Overview: Operator,
            export_bundle(ExportBundle) -> Exported: Operator,
            set_operator(SetOperator) -> Overview: Operator,
            set_preferences(SetPreferences) -> Overview: Operator,
            set_pin(SetPin) -> Overview: Operator,
            enter_kiosk(EnterKiosk) -> Overview: Operator,
            storage(StorageOf) -> StorageView: Operator,
            diagnostics(DiagnosticsOf) -> Diagnostics: Operator,
        }
    };
}

/// Who may call a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Everyone, also while the screens are locked.
    Anyone,
    /// Everyone while the screens are not locked.
    Scanning,
    /// Everyone while the screens are not locked, about one scan; in kiosk mode only about scans that were
    /// decided on since it was entered.
    OneScan,
    /// The operator: neither while the screens are locked nor in kiosk mode.
    Operator,
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommandRow {
    /// The command's name.
    pub name: &'static str,
    /// The TypeScript type of the request.
    pub request: &'static str,
    /// The TypeScript type of the answer.
    pub answer: &'static str,
    /// Who may call it.
    pub role: Role,
}

macro_rules! rows {
    ($($name:ident($request:ident) -> $answer:ident: $role:ident,)*) => {
        /// Every command.
        pub const COMMANDS: &[CommandRow] = &[$(CommandRow {
            name: stringify!($name),
            request: stringify!($request),
            answer: stringify!($answer),
            role: Role::$role,
        }),*];
    };
}
commands!(rows);
