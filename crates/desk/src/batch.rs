//! Work on many things at once, handed over in their order and a few at a time.
//!
//! A worker takes the next item that nobody has, but never runs further ahead of the last
//! one handed over than a small window; so what waits for its turn stays small however many
//! items there are and however slow one of them is. A panic costs the item that raised it.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, PoisonError, mpsc};
use std::thread;

/// Work on an item panicked; the panic hook has said how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Panicked;

/// How many items each worker may be ahead.
const AHEAD: usize = 8;

/// Deeply nested pages make for deep stacks; the memory is only taken when used.
const STACK: usize = 16 << 20;

struct Turn {
    /// The next item that nobody works on.
    next: usize,
    /// How many were handed over.
    done: usize,
    /// Whether nobody wants the rest.
    stopped: bool,
}

/// Lets up to `jobs` workers do `items` and hands what they give to `each`, in the order of the items,
/// until it breaks. Every worker is made by `worker` in the thread in which it works.
pub fn in_order<I: Sync, T: Send, W: FnMut(&I) -> T>(
    items: &[I],
    jobs: NonZero<usize>,
    worker: impl Fn() -> W + Sync,
    mut each: impl FnMut(&I, Result<T, Panicked>) -> ControlFlow<()>,
) {
    let jobs = jobs.get().min(items.len());
    let window = jobs * AHEAD;
    let turn = Mutex::new(Turn { next: 0, done: 0, stopped: false });
    let moved = Condvar::new();
    let (give, take) = mpsc::channel();
    thread::scope(|scope| {
        let mut working = 0;
        for _ in 0..jobs {
            let (give, turn, moved, worker) = (give.clone(), &turn, &moved, &worker);
            let work = move || {
                let mut work = worker();
                while let Some(i) = my_turn(turn, moved, items.len(), window) {
                    let result = catch_unwind(AssertUnwindSafe(|| work(&items[i]))).map_err(|_| Panicked);
                    if result.is_err() {
                        // What the panic left half done is not worked with again.
                        work = worker();
                    }
                    if give.send((i, result)).is_err() {
                        break;
                    }
                }
            };
            // Fewer threads than wished for only make it slower; with none at all we could not go on.
            match thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work) {
                Ok(_) => working += 1,
                Err(_) if working > 0 => break,
                Err(error) => panic!("cannot start a thread: {error}"),
            }
        }
        drop(give);
        let mut waiting = BTreeMap::new();
        let mut at = 0;
        'all: for (i, result) in take {
            waiting.insert(i, result);
            while let Some(result) = waiting.remove(&at) {
                let flow = each(&items[at], result);
                at += 1;
                let mut turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
                turn.done = at;
                turn.stopped = flow.is_break();
                moved.notify_all();
                if turn.stopped {
                    break 'all;
                }
            }
        }
    });
}

fn my_turn(turn: &Mutex<Turn>, moved: &Condvar, items: usize, window: usize) -> Option<usize> {
    let mut turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        if turn.stopped || turn.next >= items {
            return None;
        }
        if turn.next < turn.done + window {
            turn.next += 1;
            return Some(turn.next - 1);
        }
        turn = moved.wait(turn).unwrap_or_else(PoisonError::into_inner);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    fn jobs(n: usize) -> NonZero<usize> {
        NonZero::new(n).expect("more than none")
    }

    #[test]
    fn order_is_that_of_the_items_whatever_the_number_of_jobs() {
        let items: Vec<u64> = (0..200).collect();
        for n in [1, 2, 7] {
            let mut seen = Vec::new();
            let work = |i: &u64| {
                thread::sleep(Duration::from_micros(i * 7919 % 500));
                i * 2
            };
            in_order(
                &items,
                jobs(n),
                || work,
                |_, done| {
                    seen.push(done.expect("no panic"));
                    ControlFlow::Continue(())
                },
            );
            assert_eq!(seen, items.iter().map(|i| i * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_panic_costs_one_item_only() {
        let mut seen = String::new();
        let work = |i: &u8| {
            assert!(*i != 3, "three");
            *i
        };
        in_order(
            &[1, 2, 3, 4],
            jobs(2),
            || work,
            |i, done| {
                seen += &format!("{i}:{} ", done.map_or("panicked", |_| "done"));
                ControlFlow::Continue(())
            },
        );
        assert_eq!(seen, "1:done 2:done 3:panicked 4:done ");
    }

    #[test]
    fn no_worker_runs_far_ahead_of_what_was_handed_over() {
        let started = AtomicUsize::new(0);
        let items: Vec<usize> = (0..500).collect();
        let mut most = 0;
        in_order(
            &items,
            jobs(2),
            || |_: &usize| started.fetch_add(1, Ordering::SeqCst),
            |i, _| {
                thread::sleep(Duration::from_micros(200));
                most = most.max(started.load(Ordering::SeqCst) - i);
                ControlFlow::Continue(())
            },
        );
        assert!(most <= 2 * AHEAD + 1, "{most} ahead");
    }

    #[test]
    fn breaking_off_leaves_the_rest_undone() {
        let started = AtomicUsize::new(0);
        let items: Vec<usize> = (0..10_000).collect();
        in_order(
            &items,
            jobs(2),
            || |_: &usize| started.fetch_add(1, Ordering::SeqCst),
            |i, _| {
                if *i == 5 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert!(started.load(Ordering::SeqCst) <= 5 + 2 * AHEAD + 2);
    }
}
