//! Linear least squares, by the normal equations.

/// Sums of squares and products, from which so many unknowns are solved.
pub(super) struct Equations<const UNKNOWNS: usize> {
    matrix: [[f32; UNKNOWNS]; UNKNOWNS],
    pub(super) right: [f32; UNKNOWNS],
}

impl<const UNKNOWNS: usize> Equations<UNKNOWNS> {
    /// All unknowns are 0, and held there as strongly as by so many equations.
    pub(super) fn held(hold: f32) -> Self {
        let mut equations = Self {
            matrix: [[0.0; UNKNOWNS]; UNKNOWNS],
            right: [0.0; UNKNOWNS],
        };
        for (place, row) in equations.matrix.iter_mut().enumerate() {
            row[place] = hold;
        }
        equations
    }

    /// The unknowns times these factors are the target.
    pub(super) fn add(&mut self, factors: &[f32; UNKNOWNS], target: f32, weight: f32) {
        for (place, row) in self.matrix.iter_mut().enumerate() {
            let factor = factors[place] * weight;
            self.right[place] += factor * target;
            for (into, value) in row.iter_mut().zip(factors) {
                *into += factor * value;
            }
        }
    }

    /// By Cholesky's decomposition.
    pub(super) fn solved(&self) -> Option<[f32; UNKNOWNS]> {
        let mut lower = self.matrix;
        for row in 0..UNKNOWNS {
            for column in 0..=row {
                let done = lower[row].iter().zip(&lower[column]).take(column);
                let sum = lower[row][column] - done.map(|(a, b)| a * b).sum::<f32>();
                if row > column {
                    lower[row][column] = sum / lower[column][column];
                } else if sum > 1e-6 {
                    lower[row][row] = sum.sqrt();
                } else {
                    return None;
                }
            }
        }
        let mut answer = self.right;
        for row in 0..UNKNOWNS {
            for at in 0..row {
                answer[row] -= lower[row][at] * answer[at];
            }
            answer[row] /= lower[row][row];
        }
        for row in (0..UNKNOWNS).rev() {
            for at in row + 1..UNKNOWNS {
                answer[row] -= lower[at][row] * answer[at];
            }
            answer[row] /= lower[row][row];
        }
        answer
            .iter()
            .all(|weight| weight.is_finite())
            .then_some(answer)
    }
}
