//! Finds the lowest point of a smooth convex function: limited-memory BFGS, as in Nocedal and Wright,
//! *Numerical Optimization*, chapter 7, with backtracking.

use std::collections::VecDeque;

/// Earlier steps that shape the next one.
const MEMORY: usize = 8;

/// Slope, relative to the first, at which the search has come to rest.
const REST: f64 = 1e-4;

/// Share of the promised fall that a step must bring, and halvings before the search gives up.
const LEAST_FALL: f64 = 1e-4;
const HALVINGS: usize = 40;

/// A step that was taken: how far, and how the slope changed.
struct Step {
    moved: Vec<f64>,
    turned: Vec<f64>,
    inverse: f64,
}

/// The point where `function`, which gives its value and slope, is lowest; the search starts at zero.
pub fn minimize(
    size: usize,
    steps: usize,
    function: impl Fn(&[f64]) -> (f64, Vec<f64>),
) -> Vec<f64> {
    let mut point = vec![0.0; size];
    let (mut value, mut slope) = function(&point);
    let rest = REST * length(&slope);
    let mut memory: VecDeque<Step> = VecDeque::new();
    for _ in 0..steps {
        if length(&slope) <= rest {
            break;
        }
        let way = direction(&slope, &memory);
        let first = if memory.is_empty() { 1.0 / length(&slope).max(1.0) } else { 1.0 };
        let Some((next, next_value, next_slope)) =
            descend(&point, value, &slope, &way, first, &function)
        else {
            break;
        };
        remember(&mut memory, difference(&next, &point), difference(&next_slope, &slope));
        (point, value, slope) = (next, next_value, next_slope);
    }
    point
}

/// The way down that the slope and the memory of how it turned suggest.
fn direction(slope: &[f64], memory: &VecDeque<Step>) -> Vec<f64> {
    let mut way = slope.to_vec();
    let mut shares = Vec::with_capacity(memory.len());
    for step in memory.iter().rev() {
        let share = step.inverse * dot(&step.moved, &way);
        add(&mut way, -share, &step.turned);
        shares.push(share);
    }
    if let Some(last) = memory.back() {
        let scale = dot(&last.moved, &last.turned) / dot(&last.turned, &last.turned);
        way.iter_mut().for_each(|value| *value *= scale);
    }
    for (step, share) in memory.iter().zip(shares.iter().rev()) {
        let back = step.inverse * dot(&step.turned, &way);
        add(&mut way, share - back, &step.moved);
    }
    way.iter_mut().for_each(|value| *value = -*value);
    way
}

/// Goes down along `way`, half as far each time until it is lower; nothing when there is no lower point.
fn descend(
    point: &[f64],
    value: f64,
    slope: &[f64],
    way: &[f64],
    first: f64,
    function: &impl Fn(&[f64]) -> (f64, Vec<f64>),
) -> Option<(Vec<f64>, f64, Vec<f64>)> {
    let promised = dot(slope, way);
    let mut length = first;
    for _ in 0..HALVINGS {
        let mut next = point.to_vec();
        add(&mut next, length, way);
        let (next_value, next_slope) = function(&next);
        if next_value <= value + LEAST_FALL * length * promised {
            return Some((next, next_value, next_slope));
        }
        length /= 2.0;
    }
    None
}

fn remember(memory: &mut VecDeque<Step>, moved: Vec<f64>, turned: Vec<f64>) {
    let bent = dot(&moved, &turned);
    // Rounding can make a flat step bend the wrong way; it would spoil the memory.
    if bent <= f64::EPSILON * dot(&turned, &turned) {
        return;
    }
    if memory.len() == MEMORY {
        memory.pop_front();
    }
    memory.push_back(Step { moved, turned, inverse: 1.0 / bent });
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

fn length(of: &[f64]) -> f64 {
    dot(of, of).sqrt()
}

fn add(to: &mut [f64], times: f64, what: &[f64]) {
    to.iter_mut().zip(what).for_each(|(value, add)| *value += times * add);
}

fn difference(one: &[f64], other: &[f64]) -> Vec<f64> {
    one.iter().zip(other).map(|(a, b)| a - b).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_point_is_found() {
        check([0.0, 0.0]);
        check([3.0, -2.0]);
        check([-1000.0, 0.5]);
    }

    /// A narrow valley around `lowest`.
    #[track_caller]
    fn check(lowest: [f64; 2]) {
        let found = minimize(2, 100, |point| {
            let (x, y) = (point[0] - lowest[0], point[1] - lowest[1]);
            (x * x + 50.0 * y * y, vec![2.0 * x, 100.0 * y])
        });
        let off = (found[0] - lowest[0]).abs() + (found[1] - lowest[1]).abs();
        assert!(off < 1e-2 * (1.0 + lowest[0].abs()), "{found:?}");
    }
}
