use crate::words::ChartWords;

pub(super) const CHARTS: ChartWords = ChartWords {
    lead: "What your booth scanned, whatever became of the leads. Nobody can be told from these numbers.",
    empty: (
        "Nothing scanned yet",
        "As soon as a booth device has scanned and synced, its scans are counted here.",
    ),
    total: "Scans",
    new: "New",
    repeated: "Again",
    by_hour: "By hour",
    by_device: "By device",
    by_operator: "By operator",
    hour: "Hour",
    device: "Device",
    operator: "Operator",
    no_operator: "No name given",
    numbers: "The numbers",
    drawing: |day, scans| match scans {
        1 => format!("{day}: 1 scan, by hour"),
        scans => format!("{day}: {scans} scans, by hour"),
    },
    undated: |scans| match scans {
        1 => "1 scan is of a device whose clock was wrong; it is in no hour.".into(),
        scans => {
            format!("{scans} scans are of devices whose clocks were wrong; they are in no hour.")
        }
    },
};
