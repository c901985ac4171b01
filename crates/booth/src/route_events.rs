//! Listens to the Linux kernel's announcements of links, addresses and routes (rtnetlink(7)).
//!
//! It needs no privilege and no service such as NetworkManager. Only what may mean that the network is
//! back is reported: an interface that starts running, an address of more than link scope, a default
//! route. The loopback interface is left out.

use std::collections::HashSet;
use std::io;
use std::os::fd::OwnedFd;
use std::thread::{self, JoinHandle};

use rustix::event::{EventfdFlags, PollFd, PollFlags, eventfd, poll};
use rustix::io::Errno;
use rustix::net::netlink::SocketAddrNetlink;
use rustix::net::{AddressFamily, RecvFlags, SocketFlags, SocketType, bind, recv, socket_with};

/// The multicast groups: links, IPv4 and IPv6 addresses, IPv4 and IPv6 routes (`RTMGRP_*`).
const GROUPS: u32 = 0x1 | 0x10 | 0x40 | 0x100 | 0x400;
/// The kernel sends no announcement longer than this (netlink(7)).
const BUFFER_BYTES: usize = 32 << 10;

/// `struct nlmsghdr`.
const HEADER_BYTES: usize = 16;
const RTM_NEWLINK: u16 = 16;
const RTM_DELLINK: u16 = 17;
const RTM_NEWADDR: u16 = 20;
const RTM_NEWROUTE: u16 = 24;

const IFF_LOOPBACK: u32 = 0x8;
const IFF_RUNNING: u32 = 0x40;
/// Addresses of this scope and above are of a link or of this computer alone (`RT_SCOPE_LINK`).
const SCOPE_LINK: u8 = 253;
/// A route to a gateway or a link, as opposed to one that refuses packets.
const RTN_UNICAST: u8 = 1;

/// A thread that listens until this is dropped.
#[derive(Debug)]
pub(crate) struct RouteEvents {
    stop: OwnedFd,
    thread: Option<JoinHandle<()>>,
}

impl RouteEvents {
    /// Calls `on_return` on a thread of its own whenever the network may be back.
    pub(crate) fn listen(on_return: impl Fn() + Send + 'static) -> io::Result<Self> {
        let socket = socket_with(
            AddressFamily::NETLINK,
            SocketType::RAW,
            SocketFlags::CLOEXEC | SocketFlags::NONBLOCK,
            // The default protocol of this family, NETLINK_ROUTE.
            None,
        )?;
        bind(&socket, &SocketAddrNetlink::new(0, GROUPS))?;
        let stop = eventfd(0, EventfdFlags::CLOEXEC)?;
        let stopped = stop.try_clone()?;
        let thread = thread::Builder::new()
            .name("route-events".to_owned())
            .spawn(move || {
                if let Err(error) = run(&socket, &stopped, &on_return) {
                    tracing::warn!(%error, "the kernel's announcements can't be read any more");
                }
            })?;
        Ok(Self {
            stop,
            thread: Some(thread),
        })
    }
}

impl Drop for RouteEvents {
    fn drop(&mut self) {
        // The counter has room, so this does not fail; without it the thread could not be joined.
        if rustix::io::write(&self.stop, &1_u64.to_ne_bytes()).is_ok()
            && let Some(thread) = self.thread.take()
        {
            let _ = thread.join();
        }
    }
}

fn run(socket: &OwnedFd, stop: &OwnedFd, on_return: &dyn Fn()) -> io::Result<()> {
    let mut buffer = vec![0; BUFFER_BYTES];
    let mut links = Links::default();
    loop {
        let mut ready = [
            PollFd::new(socket, PollFlags::IN),
            PollFd::new(stop, PollFlags::IN),
        ];
        match poll(&mut ready, None) {
            Err(Errno::INTR) => continue,
            polled => polled?,
        };
        if !ready[1].revents().is_empty() {
            return Ok(());
        }
        match recv(socket, &mut buffer[..], RecvFlags::empty()) {
            Ok((bytes, _)) => {
                if links.network_may_be_back(&buffer[..bytes]) {
                    on_return();
                }
            }
            // Announcements were lost, and any of them may have been the one.
            Err(Errno::NOBUFS) => on_return(),
            Err(Errno::AGAIN | Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// The interfaces that are known to run.
#[derive(Debug, Default)]
struct Links {
    running: HashSet<u32>,
}

impl Links {
    /// Reads a datagram of announcements.
    fn network_may_be_back(&mut self, mut datagram: &[u8]) -> bool {
        let mut may_be_back = false;
        while let Some((kind, body, rest)) = message(datagram) {
            may_be_back |= self.announces_return(kind, body);
            datagram = rest;
        }
        may_be_back
    }

    fn announces_return(&mut self, kind: u16, body: &[u8]) -> bool {
        match kind {
            // struct ifinfomsg: the index at 4, the flags at 8.
            RTM_NEWLINK | RTM_DELLINK => {
                let (Some(index), Some(flags)) = (u32_at(body, 4), u32_at(body, 8)) else {
                    return false;
                };
                let runs = kind == RTM_NEWLINK && flags & IFF_RUNNING != 0;
                if !runs {
                    self.running.remove(&index);
                    return false;
                }
                // Links are announced for many other reasons too.
                self.running.insert(index) && flags & IFF_LOOPBACK == 0
            }
            // struct ifaddrmsg: the scope at 3.
            RTM_NEWADDR => body.get(3).is_some_and(|scope| *scope < SCOPE_LINK),
            // struct rtmsg: the length of the destination at 1, the type at 7.
            RTM_NEWROUTE => body.get(1) == Some(&0) && body.get(7) == Some(&RTN_UNICAST),
            _ => false,
        }
    }
}

/// Splits off the first message: its type, its body and what follows it.
fn message(datagram: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let length = usize::try_from(u32_at(datagram, 0)?).ok()?;
    let kind = u16::from_ne_bytes(*datagram.get(4..)?.first_chunk()?);
    let body = datagram.get(HEADER_BYTES..length)?;
    // Messages begin at multiples of four.
    let rest = datagram.get(length.next_multiple_of(4)..).unwrap_or(&[]);
    Some((kind, body, rest))
}

fn u32_at(bytes: &[u8], offset: usize) -> Option<u32> {
    Some(u32::from_ne_bytes(*bytes.get(offset..)?.first_chunk()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn announcement(kind: u16, body: &[u8]) -> Vec<u8> {
        let length = u32::try_from(HEADER_BYTES + body.len()).unwrap();
        let mut bytes = length.to_ne_bytes().to_vec();
        bytes.extend(kind.to_ne_bytes());
        bytes.resize(HEADER_BYTES, 0);
        bytes.extend(body);
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        bytes
    }

    fn link(kind: u16, index: u32, flags: u32) -> Vec<u8> {
        let mut body = vec![0; 4];
        body.extend(index.to_ne_bytes());
        body.extend(flags.to_ne_bytes());
        body.extend([0; 4]);
        announcement(kind, &body)
    }

    fn address(scope: u8) -> Vec<u8> {
        announcement(RTM_NEWADDR, &[2, 24, 0, scope, 3, 0, 0, 0])
    }

    fn route(prefix: u8, kind: u8) -> Vec<u8> {
        announcement(
            RTM_NEWROUTE,
            &[2, prefix, 0, 0, 254, 4, 0, kind, 0, 0, 0, 0],
        )
    }

    fn is_return(datagram: &[u8]) -> bool {
        Links::default().network_may_be_back(datagram)
    }

    #[test]
    fn an_address_and_a_default_route_announce_the_networks_return() {
        assert!(is_return(&address(0)));
        assert!(!is_return(&address(SCOPE_LINK)));
        assert!(!is_return(&address(254)));
        assert!(is_return(&route(0, RTN_UNICAST)));
        assert!(!is_return(&route(24, RTN_UNICAST)));
        // An unreachable route says the opposite.
        assert!(!is_return(&route(0, 7)));
    }

    #[test]
    fn a_link_announces_it_once_when_it_starts_running() {
        let mut links = Links::default();
        let up = link(RTM_NEWLINK, 3, IFF_RUNNING | 0x1);
        assert!(links.network_may_be_back(&up));
        assert!(!links.network_may_be_back(&up));
        assert!(!links.network_may_be_back(&link(RTM_NEWLINK, 3, 0x1)));
        assert!(links.network_may_be_back(&up));
        assert!(!links.network_may_be_back(&link(RTM_DELLINK, 3, IFF_RUNNING)));
        assert!(links.network_may_be_back(&up));
        let loopback = link(RTM_NEWLINK, 1, IFF_RUNNING | IFF_LOOPBACK);
        assert!(!links.network_may_be_back(&loopback));
    }

    #[test]
    fn every_message_of_a_datagram_is_read() {
        let both = [route(24, RTN_UNICAST), address(254), address(0)].concat();
        assert!(is_return(&both));
        let neither = [route(24, RTN_UNICAST), address(254)].concat();
        assert!(!is_return(&neither));
    }

    #[test]
    fn a_damaged_datagram_is_no_announcement() {
        let whole = address(0);
        for end in 0..whole.len() {
            let _ = is_return(&whole[..end]);
        }
        assert!(!is_return(&[0; 64]));
        assert!(!is_return(&[0xff; 64]));
    }
}
