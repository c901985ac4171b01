//! The mails that a world has sent.

use crate::people::World;

impl World {
    /// The mails that have landed, the oldest first, once there are at least so many.
    pub async fn mails(&self, at_least: usize) -> Vec<String> {
        let folder = self.mails.as_ref().unwrap().path();
        loop {
            let sent: i64 = {
                let mut tx = self.backend.db().read().await.unwrap();
                let sql = "SELECT count(*) FROM mail WHERE sent IS NOT NULL";
                let row = tx.query_one(sql, &[]).await.unwrap().unwrap();
                row.get(0).unwrap()
            };
            if usize::try_from(sent).unwrap() >= at_least {
                break;
            }
            tokio::task::yield_now().await;
        }
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap())
            .map(|file| (file.metadata().unwrap().modified().unwrap(), file.path()))
            .collect();
        files.sort();
        files
            .into_iter()
            .map(|(_, path)| decoded(&std::fs::read_to_string(path).unwrap()))
            .collect()
    }
}

/// A mail's text with its quoted-printable (RFC 2045 §6.7) undone.
fn decoded(mail: &str) -> String {
    let mut bytes = Vec::new();
    let text = mail.replace("=\r\n", "");
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        let code = std::str::from_utf8(&after[..after.len().min(2)])
            .ok()
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        match code {
            Some(code) if *byte == b'=' && after.len() >= 2 => {
                bytes.push(code);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}
