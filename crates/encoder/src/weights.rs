//! The file of weights, and the shapes they are used in.
//!
//! A safetensors file. A linear layer of bytes is `NAME.weight` (laid out as [`crate::kernel`] takes it), `NAME.scale` and `NAME.sums`,
//! one number a column, and `NAME.bias`; one of floats is `NAME.weight` (a row for each input) and `NAME.bias`.

use safetensors::SafeTensors;
use safetensors::tensor::{Dtype, TensorView};

use crate::kernel::{COLUMNS, STEP};
use crate::lanes::LANES;

/// An open file of weights.
pub struct Weights(SafeTensors<'static>);

/// A linear layer in bytes; each column has a scale of its own.
pub struct Linear {
    /// Numbers that come in.
    pub depth: usize,
    /// Numbers that go out.
    pub columns: usize,
    pub bytes: &'static [u8],
    pub scale: Vec<f32>,
    /// Sums of each column's bytes.
    pub sums: Vec<i32>,
    pub bias: Vec<f32>,
}

/// A linear layer in floats, for what is small and decides.
pub struct Dense {
    pub depth: usize,
    pub columns: usize,
    /// Columns with those that fill the last lanes.
    pub padded: usize,
    /// A row of `padded` for each input.
    pub weights: Vec<f32>,
    pub bias: Vec<f32>,
}

/// Rows of floats to choose from.
pub struct Table {
    pub width: usize,
    pub rows: Vec<f32>,
}

/// Scale and shift of a normalisation.
pub struct Norm {
    pub weight: Vec<f32>,
    pub bias: Vec<f32>,
}

/// Rows of bytes, each with a scale: the words.
pub struct Words {
    width: usize,
    scale: Vec<f32>,
    bytes: &'static [u8],
}

impl Weights {
    /// `None` where the file is not one of weights.
    pub fn of(file: &'static [u8]) -> Option<Self> {
        SafeTensors::deserialize(file).ok().map(Self)
    }

    fn view(&self, name: &str, part: &str, kind: Dtype) -> Option<TensorView<'static>> {
        self.0.tensor(&format!("{name}.{part}")).ok().filter(|t| t.dtype() == kind)
    }

    fn floats(&self, name: &str, part: &str) -> Option<Vec<f32>> {
        let view = self.view(name, part, Dtype::F32)?;
        Some(view.data().as_chunks().0.iter().map(|b| f32::from_le_bytes(*b)).collect())
    }

    pub fn linear(&self, name: &str) -> Option<Linear> {
        let view = self.view(name, "weight", Dtype::I8)?;
        let &[depth, columns] = view.shape() else { return None };
        let sums = self.view(name, "sums", Dtype::I32)?;
        let linear = Linear {
            depth,
            columns,
            bytes: view.data(),
            scale: self.floats(name, "scale")?,
            sums: sums.data().as_chunks().0.iter().map(|b| i32::from_le_bytes(*b)).collect(),
            bias: self.floats(name, "bias")?,
        };
        let fits = linear.scale.len() == columns && linear.sums.len() == columns && linear.bias.len() == columns;
        (fits && columns.is_multiple_of(COLUMNS) && depth.is_multiple_of(2 * STEP)).then_some(linear)
    }

    pub fn dense(&self, name: &str) -> Option<Dense> {
        let view = self.view(name, "weight", Dtype::F32)?;
        let &[depth, columns] = view.shape() else { return None };
        let padded = columns.next_multiple_of(LANES);
        let mut weights = vec![0.0; depth * padded];
        let rows = self.floats(name, "weight")?;
        for (to, from) in weights.chunks_exact_mut(padded).zip(rows.chunks_exact(columns)) {
            to[..columns].copy_from_slice(from);
        }
        let mut bias = self.floats(name, "bias")?;
        bias.resize(padded, 0.0);
        Some(Dense { depth, columns, padded, weights, bias })
    }

    pub fn table(&self, name: &str) -> Option<Table> {
        let view = self.view(name, "weight", Dtype::F32)?;
        let &[_, width] = view.shape() else { return None };
        Some(Table { width, rows: self.floats(name, "weight")? })
    }

    pub fn norm(&self, name: &str) -> Option<Norm> {
        Some(Norm { weight: self.floats(name, "weight")?, bias: self.floats(name, "bias")? })
    }

    pub fn words(&self, name: &str) -> Option<Words> {
        let view = self.view(name, "weight", Dtype::I8)?;
        let &[rows, width] = view.shape() else { return None };
        let scale = self.floats(name, "scale").filter(|s| s.len() == rows)?;
        Some(Words { width, scale, bytes: view.data() })
    }
}

impl Table {
    /// Row `index`, or the last where there are fewer.
    #[inline(always)]
    pub fn row(&self, index: usize) -> &[f32] {
        let last = self.rows.len() / self.width - 1;
        let start = index.min(last) * self.width;
        &self.rows[start..start + self.width]
    }
}

impl Words {
    /// Writes the vector of piece `id` to `out`.
    #[inline(always)]
    pub fn write(&self, id: usize, out: &mut [f32]) {
        let id = id.min(self.scale.len() - 1);
        let bytes = &self.bytes[id * self.width..(id + 1) * self.width];
        for (out, byte) in out.iter_mut().zip(bytes) {
            *out = f32::from(byte.cast_signed()) * self.scale[id];
        }
    }
}
