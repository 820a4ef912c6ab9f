//! Charts as plain SVG made by the server: widths are attributes, so they work without script, under the content policy and on
//! paper. A chart always comes with its title as a finding and its numbers as a table (templates/layout/_chart.html).

/// One bar to draw.
#[derive(Clone, Debug)]
pub struct Value {
    pub label: String,
    /// The number as it is shown.
    pub shown: String,
    /// The number as it is drawn; none is a value that may not be shown.
    pub drawn: Option<f64>,
    /// Drawn in the accent colour.
    pub strong: bool,
}

/// A bar with its place in the drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    pub label: String,
    pub shown: String,
    pub class: &'static str,
    pub y: u32,
    pub text_y: u32,
    pub width: String,
    pub text_x: String,
}

/// Horizontal bars.
#[derive(Clone, Debug)]
pub struct Bars {
    /// Tells charts of one page apart.
    pub id: &'static str,
    /// The finding.
    pub title: String,
    /// What is measured, for those who cannot see it.
    pub desc: String,
    pub label_head: String,
    pub value_head: String,
    pub height: u32,
    pub bars: Vec<Bar>,
}

/// The width of the drawing; labels stand above their bars so that long names fit.
const WIDTH: f64 = 480.0;
const ROW: u32 = 44;
/// Room for the number behind the longest bar.
const ROOM: f64 = 90.0;
/// Letters of a label that fit above a bar.
const LETTERS: usize = 58;

impl Bars {
    /// Bars scaled to the largest value.
    pub fn new(id: &'static str, title: String, desc: String, values: &[Value]) -> Self {
        let most = values
            .iter()
            .filter_map(|value| value.drawn)
            .fold(0.0_f64, f64::max);
        let bars: Vec<Bar> = (0_u32..)
            .zip(values)
            .map(|(row, value)| bar(row, value, most))
            .collect();
        Self {
            id,
            title,
            desc,
            label_head: String::new(),
            value_head: String::new(),
            height: ROW * u32::try_from(bars.len()).unwrap_or(0),
            bars,
        }
    }

    /// The heads of the table beneath.
    pub fn heads(mut self, label: String, value: String) -> Self {
        self.label_head = label;
        self.value_head = value;
        self
    }
}

fn bar(row: u32, value: &Value, most: f64) -> Bar {
    let share = match value.drawn {
        Some(drawn) if most > 0.0 => (drawn / most).clamp(0.0, 1.0),
        _ => 0.0,
    };
    let width = (share * (WIDTH - ROOM)).max(2.0);
    let y = row * ROW;
    let mut label: String = value.label.chars().take(LETTERS).collect();
    if label.len() < value.label.len() {
        label.push('…');
    }
    Bar {
        label,
        shown: value.shown.clone(),
        class: if value.strong { "b3" } else { "b1" },
        y: y + 20,
        text_y: y + 14,
        width: format!("{width:.1}"),
        text_x: format!("{:.1}", width + 8.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(drawn: Option<f64>) -> Value {
        Value {
            label: "Kota".into(),
            shown: String::new(),
            drawn,
            strong: false,
        }
    }

    #[test]
    fn the_longest_bar_leaves_room_for_its_number_and_nothing_divides_by_zero() {
        let chart = Bars::new(
            "c",
            String::new(),
            String::new(),
            &[value(Some(50.0)), value(Some(25.0)), value(None)],
        );
        let widths: Vec<&str> = chart.bars.iter().map(|bar| bar.width.as_str()).collect();
        assert_eq!(widths, ["390.0", "195.0", "2.0"]);
        assert_eq!(chart.height, 132);
        let empty = Bars::new("c", String::new(), String::new(), &[value(Some(0.0))]);
        assert_eq!(empty.bars[0].width, "2.0");
    }
}
