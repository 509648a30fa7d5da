//! Limits: how often one address may send, without keeping any address.
//!
//! An address is hashed with a key that is drawn for the day. When the day ends its key goes, and with it the last way to
//! tell whose a hash was. The key of the day before is kept for as long as the longer of the two short windows, so that
//! midnight lets nobody send twice as much. What counts is handed out as [`Sent`], for a store to keep, so that a
//! restart gives nobody more either.

use std::collections::HashMap;
use std::net::IpAddr;

use jiff::{Timestamp, ToSpan as _};
use sha2::{Digest as _, Sha256};

/// The seconds of the two short windows.
const WINDOWS: [i64; 2] = [5 * 60, 30 * 60];
/// The seconds of a day.
const A_DAY_LONG: i64 = 86_400;
/// How many addresses are remembered. Beyond it new ones are let through: a flood from so many is not stopped by
/// counting each.
const ADDRESSES: usize = 200_000;

/// How many reports one address may send. What is 0 counts as 1, for a desk that takes none needs no limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Within 5 minutes.
    pub five_minutes: usize,
    /// Within 30 minutes.
    pub half_hour: usize,
    /// In one day, UTC.
    pub day: usize,
}

impl Default for Rate {
    fn default() -> Self {
        Self { five_minutes: 5, half_hour: 15, day: 30 }
    }
}

/// That somebody sent: what a store keeps of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Sent {
    /// Days since 1970.
    pub day: i64,
    /// The key of that day.
    pub key: [u8; 32],
    /// The hash of the address under this key.
    pub hash: [u8; 16],
    /// Seconds since 1970.
    pub at: i64,
}

impl std::fmt::Debug for Sent {
    // Neither key nor hash belongs in a message.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sent").field("day", &self.day).finish_non_exhaustive()
    }
}

/// The first day, in days since 1970, that a limit still reaches back to at `second`.
pub(crate) fn first_day(second: i64) -> i64 {
    let day = second.div_euclid(A_DAY_LONG);
    if second - day * A_DAY_LONG > longest() { day } else { day - 1 }
}

/// The seconds of the longer of the two short windows.
fn longest() -> i64 {
    WINDOWS.into_iter().max().unwrap_or_default()
}

/// Who sent how often.
#[derive(Default)]
pub struct Limits {
    rate: Rate,
    today: Option<Day>,
    before: Option<Day>,
}

impl std::fmt::Debug for Limits {
    // Neither key nor hashes belong in a message.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Limits").finish_non_exhaustive()
    }
}

struct Day {
    /// Days since 1970.
    no: i64,
    key: [u8; 32],
    /// The seconds at which each sent, in order.
    sent: HashMap<[u8; 16], Vec<i64>>,
}

impl Limits {
    /// What counts after `kept`, in the order in which it was sent, where one address may send at `rate`.
    #[must_use]
    pub fn of(kept: Vec<Sent>, rate: Rate) -> Self {
        let mut limits = Self { rate, ..Self::default() };
        for sent in kept {
            if limits.today.as_ref().is_none_or(|day| day.no != sent.day) {
                let fresh = Day { no: sent.day, key: sent.key, sent: HashMap::new() };
                limits.before = limits.today.replace(fresh);
            }
            if let Some(today) = &mut limits.today {
                today.sent.entry(sent.hash).or_default().push(sent.at);
            }
        }
        limits
    }

    /// Counts that `address` sends at `now`, or says after how many seconds it may send again. What it gives is kept by
    /// a store for [`Limits::of`].
    ///
    /// `key` gives the key of a new day, which is told as days since 1970; it comes from the system's source for
    /// secrets, by way of [`Store::key_of`](crate::Store::key_of) where several processes count on one file.
    ///
    /// # Errors
    /// The seconds to wait.
    pub fn take<E>(
        &mut self,
        address: IpAddr,
        now: Timestamp,
        key: impl FnOnce(i64) -> Result<[u8; 32], E>,
    ) -> Result<Result<Sent, i64>, E> {
        let second = now.as_second();
        let no = second.div_euclid(A_DAY_LONG);
        if self.today.as_ref().is_some_and(|day| day.no != no) {
            self.before = self.today.take();
        }
        if self.before.as_ref().is_some_and(|day| day.no < first_day(second)) {
            self.before = None;
        }
        let today = match &mut self.today {
            Some(today) => today,
            None => self.today.insert(Day { no, key: key(no)?, sent: HashMap::new() }),
        };
        let hash = today.hash(address);
        let recent = self.before.as_ref().and_then(|day| day.sent.get(&day.hash(address)));
        let of_today = today.sent.get(&hash).map(Vec::as_slice).unwrap_or_default();
        let all: Vec<i64> = recent.into_iter().flatten().chain(of_today).copied().collect();
        let mut wait = 0;
        let most = [self.rate.five_minutes, self.rate.half_hour].map(|most| most.max(1));
        for (most, seconds) in most.into_iter().zip(WINDOWS) {
            // The one that must have left the window before another may come in.
            if let Some(at) = all.len().checked_sub(most).and_then(|i| all.get(i)) {
                wait = wait.max(at + seconds - second);
            }
        }
        if of_today.len() >= self.rate.day.max(1) {
            wait = wait.max((no + 1) * A_DAY_LONG - second);
        }
        if wait > 0 {
            return Ok(Err(wait));
        }
        if today.sent.len() >= ADDRESSES && !today.sent.contains_key(&hash) {
            today.sent.retain(|_, sent| sent.last().is_some_and(|last| second - last < longest()));
        }
        if today.sent.len() < ADDRESSES {
            today.sent.entry(hash).or_default().push(second);
        }
        Ok(Ok(Sent { day: no, key: today.key, hash, at: second }))
    }
}

impl Day {
    /// The keyed hash of an address. Whoever has an IPv6 address has a whole network of them, so that network counts
    /// as one. All that is hashed has one length, so the plain hash of key and address is as good as HMAC.
    fn hash(&self, address: IpAddr) -> [u8; 16] {
        let mut network = match address.to_canonical() {
            IpAddr::V4(v4) => v4.to_ipv6_mapped().octets(),
            IpAddr::V6(v6) => v6.octets(),
        };
        if address.to_canonical().is_ipv6() {
            network[8..].fill(0);
        }
        let digest = Sha256::new().chain_update(self.key).chain_update(network).finalize();
        let mut hash = [0; 16];
        hash.copy_from_slice(&digest[..16]);
        hash
    }
}

/// When a wait of `seconds` from `now` is over.
#[must_use]
pub fn until(now: Timestamp, seconds: i64) -> Timestamp {
    now.checked_add(seconds.seconds()).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    struct Clock {
        limits: Limits,
        keys: u8,
        kept: Vec<Sent>,
    }

    impl Clock {
        fn new() -> Self {
            Self { limits: Limits::default(), keys: 0, kept: Vec::new() }
        }

        fn at(&mut self, second: i64, address: &str) -> Result<(), i64> {
            let keys = &mut self.keys;
            let key = |_| {
                *keys += 1;
                Ok::<_, Infallible>([*keys; 32])
            };
            let now = Timestamp::from_second(second).expect("a time");
            let Ok(taken) = self.limits.take(address.parse().expect("an address"), now, key);
            taken.map(|sent| self.kept.push(sent))
        }
    }

    const NOON: i64 = 86_400 / 2;

    #[test]
    fn five_in_five_minutes() {
        let mut clock = Clock::new();
        for second in 0..5 {
            assert_eq!(clock.at(NOON + second, "192.0.2.1"), Ok(()));
        }
        assert_eq!(clock.at(NOON + 10, "192.0.2.1"), Err(290));
        assert_eq!(clock.at(NOON + 10, "192.0.2.2"), Ok(()), "another address");
        assert_eq!(clock.at(NOON + 300, "192.0.2.1"), Ok(()));
        assert_eq!(clock.at(NOON + 300, "192.0.2.1"), Err(1));
    }

    #[test]
    fn fifteen_in_half_an_hour_and_thirty_a_day() {
        let mut clock = Clock::new();
        let mut taken = Vec::new();
        for minute in 0..120 {
            if clock.at(minute * 60, "192.0.2.1").is_ok() {
                taken.push(minute);
            }
        }
        assert_eq!(taken.iter().filter(|m| **m < 30).count(), 15);
        assert_eq!(taken.len(), 30);
        assert_eq!(clock.at(NOON, "192.0.2.1"), Err(NOON));
        assert_eq!(clock.at(2 * NOON, "192.0.2.1"), Ok(()), "another day");
    }

    #[test]
    fn a_desk_sets_its_own_rate_and_none_is_endless() {
        let mut clock = Clock::new();
        clock.limits = Limits::of(vec![], Rate { five_minutes: 2, half_hour: 3, day: 4 });
        let taken: Vec<i64> = (0..120).filter(|minute| clock.at(minute * 60, "192.0.2.1").is_ok()).collect();
        assert_eq!(taken, [0, 1, 5, 30]);
        clock.limits = Limits::of(vec![], Rate { five_minutes: 0, half_hour: 0, day: 0 });
        assert_eq!((clock.at(NOON, "192.0.2.1"), clock.at(NOON, "192.0.2.1")), (Ok(()), Err(NOON)));
    }

    #[test]
    fn midnight_does_not_give_twice_as_much() {
        let mut clock = Clock::new();
        for second in 1..=5 {
            assert_eq!(clock.at(86_400 - second, "192.0.2.1"), Ok(()));
        }
        assert!(clock.at(86_400 + 1, "192.0.2.1").is_err());
        assert_eq!(clock.keys, 2);
        assert_eq!(clock.at(86_400 + 3_600, "192.0.2.1"), Ok(()));
        assert!(clock.limits.before.is_none(), "the old key is gone");
    }

    #[test]
    fn a_restart_gives_nobody_more() {
        let mut clock = Clock::new();
        for second in 1..=5 {
            assert_eq!(clock.at(86_400 - 5 + second - 1, "192.0.2.1"), Ok(()));
        }
        clock.limits = Limits::of(std::mem::take(&mut clock.kept), Rate::default());
        assert_eq!(clock.at(86_400 - 1, "192.0.2.1"), Err(296), "within the day");
        assert!(clock.at(86_400 + 1, "192.0.2.1").is_err(), "and over midnight");
        assert_eq!(clock.at(86_400 + 1, "192.0.2.2"), Ok(()));
        assert_eq!(clock.keys, 2);
        assert!(!format!("{:?}", clock.kept[0]).contains("key"));
    }

    #[test]
    fn one_network_is_one_sender_and_no_address_is_kept() {
        let mut clock = Clock::new();
        for host in 1..=5 {
            assert_eq!(clock.at(NOON, &format!("2001:db8::{host}")), Ok(()));
        }
        assert!(clock.at(NOON, "2001:db8::ffff").is_err());
        assert_eq!(clock.at(NOON, "2001:db8:0:1::1"), Ok(()));
        assert!(clock.at(NOON, "::ffff:192.0.2.1").is_ok());
        let today = clock.limits.today.expect("a day");
        assert_eq!(today.hash("::ffff:192.0.2.1".parse().expect("one")), today.hash("192.0.2.1".parse().expect("one")));
        assert!(!format!("{:?}", Limits::default()).contains("key"));
    }
}
