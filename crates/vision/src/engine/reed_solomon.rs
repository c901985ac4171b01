//! Reed-Solomon correction of errors and erasures in a block of codewords (ISO/IEC 18004, 7.5 and annex B).

/// Most codewords of a block.
const MAX_CODEWORDS: usize = 256;

/// Tables of GF(2⁸) modulo x⁸ + x⁴ + x³ + x² + 1: powers of the generator, over two periods, and logarithms.
struct Field {
    power: [u8; 512],
    log: [u8; 256],
}

const FIELD: Field = field();

#[allow(clippy::cast_possible_truncation, reason = "powers are below 256")]
const fn field() -> Field {
    let mut field = Field {
        power: [0; 512],
        log: [0; 256],
    };
    let (mut value, mut exponent) = (1_u32, 0);
    while exponent < 255 {
        field.power[exponent] = value as u8;
        field.power[exponent + 255] = value as u8;
        field.log[value as usize] = exponent as u8;
        value <<= 1;
        if value > 255 {
            value ^= 0x11d;
        }
        exponent += 1;
    }
    field
}

/// The product of two field elements.
pub(crate) fn times(a: u8, b: u8) -> u8 {
    if a == 0 || b == 0 {
        return 0;
    }
    let (a, b) = (FIELD.log[usize::from(a)], FIELD.log[usize::from(b)]);
    FIELD.power[usize::from(a) + usize::from(b)]
}

fn inverse(a: u8) -> u8 {
    FIELD.power[255 - usize::from(FIELD.log[usize::from(a)])]
}

/// The generator α to a power.
pub(crate) fn alpha(exponent: usize) -> u8 {
    FIELD.power[exponent % 255]
}

/// The value of a polynomial, given from its constant term upwards.
fn value(polynomial: &[u8], at: u8) -> u8 {
    polynomial
        .iter()
        .rev()
        .fold(0, |sum, term| times(sum, at) ^ term)
}

/// Corrects `codewords`, of which the last `check` are check codewords and those at `erased` are unknown.
///
/// Returns how many of the others were wrong; or `None`, with the codewords unchanged, if correction would leave fewer than
/// `spare` check codewords unused.
pub(crate) fn correct(
    codewords: &mut [u8],
    check: usize,
    erased: &[usize],
    spare: usize,
) -> Option<usize> {
    let length = codewords.len();
    if length >= MAX_CODEWORDS || check >= length || erased.len() + spare > check {
        return None;
    }
    let mut syndromes = [0; MAX_CODEWORDS];
    for (exponent, syndrome) in syndromes[..check].iter_mut().enumerate() {
        let at = alpha(exponent);
        *syndrome = codewords.iter().fold(0, |sum, word| times(sum, at) ^ word);
    }
    if syndromes[..check].iter().all(|syndrome| *syndrome == 0) {
        return Some(0);
    }
    let locator = locator(&syndromes[..check], length, erased)?;
    let wrong = locator.length.checked_sub(erased.len())?;
    if 2 * wrong + erased.len() + spare > check {
        return None;
    }

    // The error evaluator: syndromes times locator, truncated.
    let terms = &locator.terms[..=locator.length];
    let mut evaluator = [0; MAX_CODEWORDS];
    for (degree, sum) in evaluator[..check].iter_mut().enumerate() {
        for (term, factor) in terms.iter().enumerate().take(degree + 1) {
            *sum ^= times(*factor, syndromes[degree - term]);
        }
    }
    let (mut places, mut amounts, mut found) = ([0; MAX_CODEWORDS], [0; MAX_CODEWORDS], 0);
    for place in 0..length {
        let exponent = length - 1 - place;
        let root = alpha(255 - exponent % 255);
        if value(terms, root) != 0 {
            continue;
        }
        // The formal derivative keeps the odd terms.
        let square = times(root, root);
        let slope = terms
            .iter()
            .skip(1)
            .step_by(2)
            .rev()
            .fold(0, |sum, term| times(sum, square) ^ term);
        if slope == 0 || found == locator.length {
            return None;
        }
        places[found] = place;
        amounts[found] = times(
            times(alpha(exponent), value(&evaluator[..check], root)),
            inverse(slope),
        );
        found += 1;
    }
    if found != locator.length {
        return None;
    }
    let fix = |codewords: &mut [u8]| {
        for (place, amount) in places[..found].iter().zip(&amounts) {
            codewords[*place] ^= amount;
        }
    };
    fix(codewords);
    let holds = (0..check).all(|exponent| {
        let at = alpha(exponent);
        codewords.iter().fold(0, |sum, word| times(sum, at) ^ word) == 0
    });
    if !holds {
        fix(codewords);
        return None;
    }
    Some(wrong)
}

/// The error locator: the polynomial whose roots are the places of wrong and erased codewords.
struct Locator {
    terms: [u8; MAX_CODEWORDS],
    length: usize,
}

/// The Berlekamp-Massey algorithm, initialised with the erasures (Blahut, "Theory and Practice of Error Control Codes",
/// 1983, chapter 9).
fn locator(syndromes: &[u8], length: usize, erased: &[usize]) -> Option<Locator> {
    let mut terms = [0; MAX_CODEWORDS];
    terms[0] = 1;
    for (degree, place) in erased.iter().enumerate() {
        let at = alpha(length.checked_sub(1 + place)?);
        for term in (0..=degree).rev() {
            terms[term + 1] ^= times(terms[term], at);
        }
    }
    let mut before = terms;
    let mut found = erased.len();
    // No polynomial has more terms than there are syndromes.
    let most = syndromes.len().min(MAX_CODEWORDS - 2);
    for step in erased.len()..syndromes.len() {
        let mut off = 0;
        for (term, factor) in terms.iter().enumerate().take(step.min(found) + 1) {
            off ^= times(*factor, syndromes[step - term]);
        }
        before.copy_within(..most, 1);
        before[0] = 0;
        if off == 0 {
            continue;
        }
        let old = terms;
        for (term, other) in terms.iter_mut().zip(&before).take(most + 1) {
            *term ^= times(off, *other);
        }
        if 2 * found <= step + erased.len() {
            found = step + 1 + erased.len() - found;
            let by = inverse(off);
            for (into, term) in before.iter_mut().zip(&old).take(most + 1) {
                *into = times(*term, by);
            }
        }
    }
    (found < MAX_CODEWORDS && terms[found] != 0 && terms[found + 1..].iter().all(|term| *term == 0))
        .then_some(Locator {
            terms,
            length: found,
        })
}

/// The data with its check codewords: the remainder of a division by (x - α⁰)(x - α¹)…
#[cfg(test)]
pub(crate) fn with_check_codewords(data: &[u8], check: usize) -> Vec<u8> {
    let mut generator = vec![1];
    for exponent in 0..check {
        let mut next = vec![0; generator.len() + 1];
        for (place, term) in generator.iter().enumerate() {
            next[place] ^= *term;
            next[place + 1] ^= times(*term, alpha(exponent));
        }
        generator = next;
    }
    let mut rest = data.to_vec();
    rest.resize(data.len() + check, 0);
    for place in 0..data.len() {
        let lead = rest[place];
        for (term, factor) in generator.iter().enumerate() {
            rest[place + term] ^= times(lead, *factor);
        }
    }
    let mut block = data.to_vec();
    block.extend(&rest[data.len()..]);
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_and_erasures_are_corrected_up_to_the_limit_and_not_beyond() {
        let data: Vec<u8> = (0..44_u8)
            .map(|at| at.wrapping_mul(37).wrapping_add(11))
            .collect();
        for check in [10, 18, 26] {
            let good = with_check_codewords(&data, check);
            for erased in 0..=check {
                for wrong in 0..=check {
                    let mut bad = good.clone();
                    let places: Vec<usize> = (0..erased).map(|at| at * 2).collect();
                    for place in &places {
                        bad[*place] ^= 0x5a;
                    }
                    for at in 0..wrong {
                        bad[at * 2 + 1] ^= u8::try_from(at).unwrap() + 1;
                    }
                    let before = bad.clone();
                    let corrected = correct(&mut bad, check, &places, 0);
                    if erased + 2 * wrong <= check {
                        assert_eq!(
                            (corrected, &bad),
                            (Some(wrong), &good),
                            "{check} {erased} {wrong}"
                        );
                    } else {
                        assert!(corrected.is_some() || bad == before);
                        assert_ne!(bad, good);
                    }
                }
            }
        }
    }

    #[test]
    fn spare_check_codewords_are_not_spent() {
        let good = with_check_codewords(&[1, 2, 3, 4, 5, 6, 7, 8, 9], 8);
        let mut bad = good.clone();
        for place in [0, 3, 5] {
            bad[place] ^= 0x77;
        }
        let mut again = bad.clone();
        assert_eq!(correct(&mut bad, 8, &[], 2), Some(3));
        assert_eq!(correct(&mut again, 8, &[], 3), None);
    }

    #[test]
    fn invalid_blocks_are_refused() {
        assert_eq!(correct(&mut [1, 2, 3], 3, &[], 0), None);
        assert_eq!(correct(&mut [1, 2, 3, 4], 2, &[0, 1, 2], 0), None);
        assert_eq!(correct(&mut [1, 2, 3, 4], 2, &[9], 0), None);
        assert_eq!(correct(&mut [1; 300], 20, &[], 0), None);
    }
}
