//! Pipelined statements: they are sent one after the other without waiting for the results in between. A
//! connection runs them in order, and a round trip takes longer than most statements.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use futures_util::future::{MaybeDone, maybe_done};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Error, Row, Statement};

use crate::postgres::value;
use crate::row::{Owned, Value};

/// A statement whose result is not waited for yet.
pub(crate) struct Later {
    statement: Statement,
    params: Vec<Owned>,
}

impl Later {
    pub(crate) fn new(statement: Statement, params: &[Value<'_>]) -> Self {
        Self {
            statement,
            params: params.iter().map(Owned::from).collect(),
        }
    }
}

/// Sends the deferred statements and then a last request. Returns the result of the last one, or the first
/// error.
pub(crate) async fn after<T>(
    client: &Client,
    later: &[Later],
    last: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let mut before = sent(later.iter().map(|later| async move {
        let params: Vec<Value<'_>> = later.params.iter().map(Owned::as_value).collect();
        client
            .execute(&later.statement, &value::dynamic(&params))
            .await
    }))
    .await;
    let mut last = Box::pin(maybe_done(last));
    once(&mut last).await;
    for statement in &mut before {
        outcome(statement).await?;
    }
    outcome(&mut last).await
}

/// Runs one statement with each of several lists of parameters.
pub(crate) async fn each(
    client: &Client,
    statement: &Statement,
    params: &[Vec<Value<'_>>],
) -> Result<Vec<Vec<Row>>, Error> {
    let mut asked = sent(params.iter().map(|params| async move {
        let params: Vec<&(dyn ToSql + Sync)> = value::dynamic(params);
        client.query(statement, &params).await
    }))
    .await;
    let mut answers = Vec::with_capacity(asked.len());
    for request in &mut asked {
        answers.push(outcome(request).await?);
    }
    Ok(answers)
}

type Sent<F> = Pin<Box<MaybeDone<F>>>;

/// Sends the requests, which their first poll does.
async fn sent<F: Future>(requests: impl Iterator<Item = F>) -> Vec<Sent<F>> {
    let mut sent: Vec<Sent<F>> = requests
        .map(|request| Box::pin(maybe_done(request)))
        .collect();
    for request in &mut sent {
        once(request).await;
    }
    sent
}

async fn once<F: Future>(request: &mut Sent<F>) {
    poll_fn(|context| {
        let _ = request.as_mut().poll(context);
        Poll::Ready(())
    })
    .await;
}

async fn outcome<F: Future>(request: &mut Sent<F>) -> F::Output {
    request.as_mut().await;
    let outcome = request.as_mut().take_output();
    outcome.expect("what was waited for is taken once")
}
