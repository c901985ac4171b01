//! A database of a test's own: an SQLite file in a temporary folder, or, where `LANYARD_TEST_POSTGRES`
//! names a PostgreSQL server that tests may do anything to (`cargo xtask test` makes one), a database of
//! that. The same tests run on both.

use std::future::Future;
use std::path::{Path, PathBuf};

use backend::clock::Clock;
use backend::keys::seal::MasterKey;
use backend::{Backend, BackendError, Config};
use backend_db::Db;
use protocol::SecretBytes;
use tempfile::TempDir;
use tokio_postgres::{Client, NoTls};

/// Names the PostgreSQL server, as its superuser reaches it.
const VARIABLE: &str = "LANYARD_TEST_POSTGRES";
/// Who owns the databases and migrates them: nobody whom row-level security does not hold for.
const OWNER: &str = "lanyard_owner";
/// Migrated once, and copied for each test.
const TEMPLATE: &str = "lanyard_template";

/// The file in a program's folder that says its database's address.
pub const ADDRESS: &str = "database-url";

/// A test's database and folder; both are gone when it is dropped.
pub struct TestDatabase {
    pub url: String,
    pub folder: TempDir,
    postgres: Option<Name>,
    /// The text of a master key that is another database's, or a new one.
    key: Option<String>,
}

/// A database on the server.
struct Name(String);

impl TestDatabase {
    /// One with the newest schema and no rows.
    pub async fn new() -> Self {
        Self::copied_from(TEMPLATE).await
    }

    /// One in which there is nothing at all.
    pub async fn without_schema() -> Self {
        Self::copied_from("template0").await
    }

    /// One for a program that is started in its folder; the folder says the address. It is for tests that
    /// are not asynchronous, too.
    pub fn of_program() -> Self {
        let database = block_on(Self::new);
        std::fs::write(database.folder.path().join(ADDRESS), &database.url).unwrap();
        database
    }

    async fn copied_from(original: &str) -> Self {
        let Ok(server) = std::env::var(VARIABLE) else {
            return Self::sqlite();
        };
        let name = format!(
            "test_{:032x}",
            u128::from_be_bytes(backend::keys::random::random())
        );
        let admin = connect(&server).await;
        see_to_template(&admin).await;
        let sql = format!("CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {original}");
        run(&admin, &sql).await;
        Self {
            url: url_of(&server, OWNER, &name),
            folder: tempfile::tempdir().unwrap(),
            postgres: Some(Name(name)),
            key: None,
        }
    }

    /// An SQLite file, whichever database the tests run on.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            url: format!("sqlite:{}", folder.path().join("test.db").display()),
            folder,
            postgres: None,
            key: None,
        }
    }

    /// The database, with the master key of an SQLite one.
    pub fn with_key_of(self, sqlite: &Self) -> Self {
        self.with_key_in(&sqlite.folder.path().join("master.key"))
    }

    /// The database, with the master key in a file.
    pub fn with_key_in(self, file: &Path) -> Self {
        let mut database = self;
        database.key = Some(std::fs::read_to_string(file).unwrap());
        database
    }

    pub const fn is_postgres(&self) -> bool {
        self.postgres.is_some()
    }

    pub fn config(&self) -> Config {
        Config {
            database_url: self.url.clone(),
            public_url: Config::PUBLIC_URL.into(),
        }
    }

    /// The backend on it.
    pub async fn backend(&self, clock: Clock) -> Backend {
        self.try_backend(clock).await.unwrap()
    }

    pub async fn try_backend(&self, clock: Clock) -> Result<Backend, BackendError> {
        Backend::open(self.config(), self.master_key(), clock).await
    }

    /// What the backend is to be opened with: for SQLite nothing, so that it makes one beside the file.
    pub fn master_key(&self) -> Option<MasterKey> {
        if let Some(key) = &self.key {
            return Some(MasterKey::parse(key, "a test").unwrap());
        }
        self.is_postgres()
            .then(|| MasterKey::new(SecretBytes::new([7; 32])))
    }

    /// A connection that row-level security does not hold for.
    pub async fn superuser(&self) -> Client {
        let Name(name) = self.postgres.as_ref().expect("a database on PostgreSQL");
        connect(&url_of(&server(), "postgres", name)).await
    }

    /// Its address over loopback, by a name of this computer.
    pub fn url_over_tcp(&self, name: &str) -> String {
        let (_, port) = self.url.rsplit_once(':').unwrap();
        format!("postgres://{OWNER}@{name}:{port}")
    }

    /// Does something to the schema's own tables that the backend never does.
    pub async fn meddle(&self, sql: &str) {
        if self.is_postgres() {
            self.superuser().await.batch_execute(sql).await.unwrap();
        } else {
            let path = self.folder.path().join("test.db");
            let connection = rusqlite::Connection::open(path).unwrap();
            connection.execute_batch(sql).unwrap();
        }
    }

    /// All that the database holds: every byte on the disk, or, on PostgreSQL, every row of every table,
    /// read past row-level security.
    pub async fn contents(&self) -> Vec<u8> {
        if !self.is_postgres() {
            let files = std::fs::read_dir(self.folder.path()).unwrap();
            return files
                .flat_map(|file| std::fs::read(file.unwrap().path()).unwrap())
                .collect();
        }
        let superuser = self.superuser().await;
        let tables = superuser
            .query(
                "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'",
                &[],
            )
            .await
            .unwrap();
        let mut all = Vec::new();
        for table in tables {
            let sql = format!("SELECT * FROM {}", table.get::<_, String>(0));
            for row in superuser.query(&sql, &[]).await.unwrap() {
                for column in 0..row.len() {
                    if let Ok(text) = row.try_get::<_, Option<String>>(column) {
                        all.extend(text.unwrap_or_default().into_bytes());
                    } else if let Ok(bytes) = row.try_get::<_, Option<Vec<u8>>>(column) {
                        all.extend(bytes.unwrap_or_default());
                    }
                    all.push(b'\n');
                }
            }
        }
        all
    }
}

/// A database as it was when it was backed up.
pub struct Backup {
    file: PathBuf,
    /// The SQLite database's key, which is backed up apart.
    key: Option<PathBuf>,
    _folder: TempDir,
}

impl TestDatabase {
    /// Backs the database up as docs/backups.md says.
    pub async fn back_up(&self) -> Backup {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("backup");
        let Some(Name(name)) = &self.postgres else {
            backend_db::back_up(&self.url, &file).unwrap();
            let key = folder.path().join("master.key");
            std::fs::copy(self.folder.path().join("master.key"), &key).unwrap();
            return Backup {
                file,
                key: Some(key),
                _folder: folder,
            };
        };
        let admin = connect(&server()).await;
        // Roles are of the whole server, and another test may be making it.
        let sql = "DO $$ BEGIN
                CREATE ROLE lanyard_backup LOGIN BYPASSRLS IN ROLE pg_read_all_data;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
            END $$";
        run(&admin, sql).await;
        let url = url_of(&server(), "lanyard_backup", name);
        program("pg_dump", &["--format=custom", "--file", text(&file), &url]);
        Backup {
            file,
            key: None,
            _folder: folder,
        }
    }
}

impl Backup {
    /// A database restored from it.
    pub async fn restore(&self) -> TestDatabase {
        let restored = TestDatabase::without_schema().await;
        if let Some(key) = &self.key {
            let folder = restored.folder.path();
            std::fs::copy(&self.file, folder.join("test.db")).unwrap();
            std::fs::copy(key, folder.join("master.key")).unwrap();
        } else {
            let file = text(&self.file);
            let arguments = [
                "--no-owner",
                "--exit-on-error",
                "--dbname",
                &restored.url,
                file,
            ];
            program("pg_restore", &arguments);
        }
        restored
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn program(name: &str, arguments: &[&str]) {
    let output = std::process::Command::new(name)
        .args(arguments)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {errors}");
}

fn server() -> String {
    std::env::var(VARIABLE).unwrap()
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let (Some(Name(name)), Ok(server)) = (self.postgres.take(), std::env::var(VARIABLE)) {
            block_on(async move || {
                let sql = format!("DROP DATABASE {name} WITH (FORCE)");
                run(&connect(&server).await, &sql).await;
            });
        }
    }
}

/// Waits on a thread of its own, so that it does not matter whether the test is asynchronous.
fn block_on<F: Future>(work: impl FnOnce() -> F + Send + 'static) -> F::Output
where
    F::Output: Send + 'static,
{
    let thread = std::thread::spawn(|| {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
            .block_on(work())
    });
    thread.join().unwrap()
}

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// The server's address for another user and database.
fn url_of(server: &str, user: &str, database: &str) -> String {
    let host = server.split_once('@').unwrap().1;
    let host = host.rsplit_once('/').unwrap().0;
    format!("postgres://{user}@{host}/{database}")
}

/// The database that is copied for each test, made by the first one that needs it.
async fn see_to_template(admin: &Client) {
    run(admin, "SELECT pg_advisory_lock(1)").await;
    let there = admin
        .query(
            "SELECT FROM pg_database WHERE datname = $1",
            &[&TEMPLATE.to_owned()],
        )
        .await
        .unwrap();
    if there.is_empty() {
        make_template(admin).await;
    }
    run(admin, "SELECT pg_advisory_unlock(1)").await;
}

async fn make_template(admin: &Client) {
    let in_work = format!("{TEMPLATE}_in_work");
    // What a test that was broken off has left.
    run(admin, &format!("DROP DATABASE IF EXISTS {in_work}")).await;
    run(admin, &format!("DROP ROLE IF EXISTS {OWNER}")).await;
    run(admin, &format!("CREATE ROLE {OWNER} LOGIN CREATEROLE")).await;
    // Its texts are in a language's order, so that a test notices one that is not compared byte by byte.
    let sql = format!(
        "CREATE DATABASE {in_work} OWNER {OWNER} TEMPLATE template0
            LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
    );
    run(admin, &sql).await;
    drop(Db::open(&url_of(&server(), OWNER, &in_work)).await.unwrap());
    let sql = format!(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{in_work}'"
    );
    run(admin, &sql).await;
    run(
        admin,
        &format!("ALTER DATABASE {in_work} RENAME TO {TEMPLATE}"),
    )
    .await;
}

async fn run(client: &Client, sql: &str) {
    client.batch_execute(sql).await.unwrap();
}
