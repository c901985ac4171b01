//! Reading what is surely a symbol, and can't be read by what is usually enough.

use super::light::Light;
use super::message::Soft;
use super::place::Place;
use super::{Look, Own, ROUNDS, cost, sighting};
use crate::Frame;

/// Where known modules agree less than this, nobody digs: 1 is wholly, 0 chance.
pub(super) const LEAST_AGREEMENT: f32 = 0.5;
/// Times that a grid is moved to where the modules are.
const LOCKS: usize = 3;
/// The same for a place that was dug at in the frame before.
const LOCKS_AGAIN: usize = 1;
/// After so many frames in which a place was held in vain, it is sought anew.
const HELD_IN_VAIN: u32 = 6;

/// A symbol's place, from frame to frame.
#[derive(Clone, Copy)]
pub(super) struct Held {
    place: Place,
    in_vain: u32,
}

impl Own {
    /// Whether there is a place of a symbol that could not be read in the picture before.
    pub(crate) fn holds(&self) -> bool {
        self.held.is_some()
    }

    /// The next picture shows something else.
    pub(crate) fn let_go(&mut self) {
        self.held = None;
    }

    /// Reads at the place that is held, in the next picture of the same.
    pub(crate) fn look_again(&mut self, picture: Frame<'_>, scale: f32) -> Look {
        let mut look = Look::default();
        let (Some(light), Some(held)) = (Light::of(picture), self.held.take()) else {
            return look;
        };
        self.work = 0;
        let dug = self.dig(&light, held.place, LOCKS_AGAIN);
        look.work = self.work;
        if let Some(text) = dug.text {
            look.found.extend(sighting(text, &dug.place, scale));
        } else if dug.agreement > LEAST_AGREEMENT && held.in_vain < HELD_IN_VAIN {
            self.held = Some(Held {
                place: dug.place,
                in_vain: held.in_vain + 1,
            });
        }
        look
    }

    /// Reads at the place that was likeliest in this picture, if there was any.
    pub(super) fn dig_at_likeliest(
        &mut self,
        light: &Light<'_>,
        (scale, holds): (f32, bool),
        look: &mut Look,
    ) {
        let Some((_, place)) = self.likeliest.take() else {
            return;
        };
        let dug = self.dig(light, place, LOCKS);
        match dug.text {
            Some(text) => look.found.extend(sighting(text, &dug.place, scale)),
            None => {
                look.likely += 1;
                if holds {
                    self.held = Some(Held {
                        place: dug.place,
                        in_vain: 0,
                    });
                }
            }
        }
    }

    fn dig(&mut self, light: &Light<'_>, mut place: Place, locks: usize) -> Dug {
        let mut agreement = 0.0;
        for round in 0..=locks {
            let Some(layout) = self.layouts.of(place.side) else {
                break;
            };
            if !self.equaliser.sample(light, &place) {
                break;
            }
            self.work += cost::DIG * (place.side * place.side) as u32 / 2;
            self.equaliser.plain(place.side);
            agreement = self.equaliser.agreement(layout);
            self.equaliser.unmix(layout, ROUNDS);
            self.equaliser.explain(layout);
            let soft = Soft {
                modules: &self.equaliser.modules,
                layout,
            };
            if let Some(text) = soft.likeliest_message(&mut self.ordered) {
                return Dug {
                    place,
                    agreement,
                    text: Some(text),
                };
            }
            if round == locks {
                break;
            }
            match self.equaliser.lock(light, &place) {
                Some(moved) => place = moved,
                None => break,
            }
        }
        Dug {
            place,
            agreement,
            text: None,
        }
    }
}

/// What came of it.
struct Dug {
    place: Place,
    agreement: f32,
    text: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::super::finder::Rows;
    use super::*;
    use crate::noise::{blurred, noisy, symbol};
    use crate::own::Effort;
    use crate::view::{Canvas, View};

    const TEXT: &str = "0123456789ABCDEF:RUSTFEST2027:0123456789ABCDEF012";

    fn effort() -> Effort {
        Effort {
            grids: 24,
            each: 6,
            skipped: 0,
            work: 9000,
            first: 9000,
            rows: Rows::Faint,
            origin: (0.0, 0.0),
            holds: true,
        }
    }

    #[test]
    fn a_symbol_out_of_focus_is_dug_out_and_held_until_it_is() {
        let (_, dark) = symbol(TEXT, 2.15, 0.1);
        let clean = blurred((320, 320), 1.45, |x, y| dark(x - 150.3, y - 161.8));
        let mut own = Own::default();
        let (mut canvas, mut held) = (Canvas::default(), 0);
        // What comes later is less noisy, as when frames are laid over each other.
        for (seed, noise) in (1..).zip([60.0, 40.0, 25.0, 12.0, 6.0]) {
            let picture = noisy(&clean, noise, seed);
            let fine = canvas.draw(picture.as_frame(), View::DoubledSharp).unwrap();
            let look = if own.holds() {
                own.look_again(fine.frame, fine.scale)
            } else {
                own.look(picture.as_frame(), Some(fine.frame), 1.0, effort())
            };
            if let [found] = &look.found[..] {
                assert_eq!(found.text, TEXT);
                let middle = found.corners.iter().fold((0.0, 0.0), |sum, corner| {
                    (sum.0 + corner.x / 4.0, sum.1 + corner.y / 4.0)
                });
                assert!(
                    (middle.0 - 150.3).hypot(middle.1 - 161.8) < 1.0,
                    "{middle:?}"
                );
                assert!(held > 0 && !own.holds(), "{held}");
                return;
            }
            held += usize::from(own.holds());
        }
        panic!("held {held} times, and never read");
    }

    #[test]
    fn what_is_held_in_vain_is_let_go() {
        let (_, dark) = symbol(TEXT, 2.15, 0.1);
        let clean = blurred((320, 320), 1.45, |x, y| dark(x - 150.3, y - 161.8));
        let picture = noisy(&clean, 40.0, 2);
        let mut canvas = Canvas::default();
        let fine = canvas.draw(picture.as_frame(), View::DoubledSharp).unwrap();
        let mut own = Own::default();
        own.look(picture.as_frame(), Some(fine.frame), 1.0, effort());
        assert!(own.holds());
        let again = (0..20).take_while(|_| {
            own.look_again(fine.frame, fine.scale);
            own.holds()
        });
        assert_eq!(again.count(), HELD_IN_VAIN as usize);
        own.look(picture.as_frame(), Some(fine.frame), 1.0, effort());
        own.let_go();
        assert!(own.look_again(fine.frame, fine.scale).found.is_empty());
    }
}
