//! Regularised linear least squares by the normal equations.

/// The normal equations of a linear system with so many unknowns.
pub(super) struct NormalEquations<const UNKNOWNS: usize> {
    matrix: [[f32; UNKNOWNS]; UNKNOWNS],
    pub(super) right: [f32; UNKNOWNS],
}

impl<const UNKNOWNS: usize> NormalEquations<UNKNOWNS> {
    /// Ridge regression: every unknown is drawn to 0 with the weight `ridge`.
    pub(super) fn with_ridge(ridge: f32) -> Self {
        let mut equations = Self {
            matrix: [[0.0; UNKNOWNS]; UNKNOWNS],
            right: [0.0; UNKNOWNS],
        };
        for (place, row) in equations.matrix.iter_mut().enumerate() {
            row[place] = ridge;
        }
        equations
    }

    /// Adds the equation "the unknowns times `factors` are `target`".
    pub(super) fn add(&mut self, factors: &[f32; UNKNOWNS], target: f32, weight: f32) {
        for (place, row) in self.matrix.iter_mut().enumerate() {
            let factor = factors[place] * weight;
            self.right[place] += factor * target;
            for (into, value) in row.iter_mut().zip(factors) {
                *into += factor * value;
            }
        }
    }

    /// The solution by Cholesky decomposition, or `None` for a singular matrix.
    pub(super) fn solve(&self) -> Option<[f32; UNKNOWNS]> {
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
        let mut solution = self.right;
        for row in 0..UNKNOWNS {
            for at in 0..row {
                solution[row] -= lower[row][at] * solution[at];
            }
            solution[row] /= lower[row][row];
        }
        for row in (0..UNKNOWNS).rev() {
            for at in row + 1..UNKNOWNS {
                solution[row] -= lower[at][row] * solution[at];
            }
            solution[row] /= lower[row][row];
        }
        solution
            .iter()
            .all(|value| value.is_finite())
            .then_some(solution)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_fitted_and_too_few_equations_have_no_solution() {
        let mut equations = NormalEquations::with_ridge(0.0);
        assert_eq!(equations.solve(), None);
        for x in [0.0, 1.0, 2.0, 5.0] {
            equations.add(&[x, 1.0], 3.0 * x - 2.0, 1.0);
        }
        let [slope, offset] = equations.solve().unwrap();
        assert!((slope - 3.0).abs() < 1e-4 && (offset + 2.0).abs() < 1e-4);
    }
}
