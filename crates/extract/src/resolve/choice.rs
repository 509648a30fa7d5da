//! What speaks for one of those whom a pronoun can mean; `data/antecedents.txt` tells how much.

use std::sync::OnceLock;

use crate::learnt::{Weights, features};

const WEIGHTS: &str = include_str!("../../data/antecedents.txt");

features! {
    /// What is known of one whom a pronoun can mean.
    Features {
        /// Number, kind and gender are what the pronoun asks for.
        fits,
        /// A name that only a guess makes a person's, of unknown gender.
        fits_barely,
        /// Its given name goes with the other pronoun.
        misfits,
        /// How surely it does, up to 2.5.
        misfits_by,
        /// The text tells the gender.
        gendered,
        same_sentence,
        one_back,
        two_back,
        few_back,
        far_back,
        /// Its latest mention stands where subjects do.
        subject,
        subject_here,
        subject_one_back,
        /// So does one of its mentions in the last four sentences.
        subject_near,
        same_block,
        same_quotation,
        /// Its latest mention is quoted.
        quoted,
        /// All its mentions are quoted, and the pronoun is not.
        only_quoted,
        /// It is whoever spoke last outside of others' words, in this paragraph, the one before, earlier.
        spoke_here,
        spoke_before,
        spoke_earlier,
        /// It is the source read last, last but one, a little before.
        read_last,
        read_second,
        read_lately,
        /// A source stands at its latest mention.
        is_source,
        /// Its rank from the pronoun back.
        nearest,
        second,
        third,
        distant,
        named,
        /// All that is known of it is that it lies somewhere.
        place,
        /// Something happens there: "fell in Brussels".
        scene,
        /// It is spoken to.
        addressed,
        /// "Questioned by a deputy, she".
        asks,
        /// The logarithm of one more than its mentions so far, in the last four sentences, by name in the whole text.
        mentions,
        mentions_near,
        mentions_named,
        /// It is met in the first three sentences.
        opens_text,
        /// Its latest mention is a possessive, stands behind a preposition, behind a verb, is a noun in passing.
        possesses,
        governed,
        object,
        in_passing,
        organisation,
        company,
        outlet,
        document,
        state,
        group,
        unnamed,
        plural,
        land,
        /// It goes by whose it is: "Ruiz's aide".
        owned,
        /// It is only spoken of in passing: at all, as somebody's, with "the", as several.
        passing,
        passing_owned,
        passing_the,
        passing_many,
        /// It is named only behind the pronoun.
        below,
        /// Nobody that the text speaks of.
        nobody,
        nobody_quoted,
        /// How likely the trained reader links its mentions with the pronoun: the likeliest, all, the logarithm of all.
        link_most,
        link,
        link_log,
        /// As above, where the pronoun is quoted.
        quoted_same_sentence,
        quoted_subject,
        quoted_spoke_here,
        quoted_read_last,
        quoted_is_source,
        quoted_link,
        /// As above, where the pronoun stands where subjects do.
        opening_same_sentence,
        opening_subject,
        opening_subject_one_back,
        opening_spoke_here,
        opening_read_last,
        opening_gendered,
        /// As above, where the pronoun is a possessive.
        own_same_sentence,
        own_subject_here,
        own_spoke_here,
        own_governed,
        own_nearest,
        own_passing,
        own_state,
    }
}

impl Features {
    /// Fills in what depends on where the pronoun stands, and takes logarithms of counts.
    pub fn finish(&mut self, quoted: bool, opening: bool, possessive: bool) {
        for count in [&mut self.mentions, &mut self.mentions_near, &mut self.mentions_named] {
            *count = count.ln_1p();
        }
        self.link_log = (self.link + 0.02).ln();
        if quoted {
            self.quoted_same_sentence = self.same_sentence;
            self.quoted_subject = self.subject;
            self.quoted_spoke_here = self.spoke_here;
            self.quoted_read_last = self.read_last;
            self.quoted_is_source = self.is_source;
            self.quoted_link = self.link;
            self.nobody_quoted = self.nobody;
        }
        if opening {
            self.opening_same_sentence = self.same_sentence;
            self.opening_subject = self.subject;
            self.opening_subject_one_back = self.subject_one_back;
            self.opening_spoke_here = self.spoke_here;
            self.opening_read_last = self.read_last;
            self.opening_gendered = self.gendered;
        }
        if possessive {
            self.own_same_sentence = self.same_sentence;
            self.own_subject_here = self.subject_here;
            self.own_spoke_here = self.spoke_here;
            self.own_governed = self.governed;
            self.own_nearest = self.nearest;
            self.own_passing = self.passing;
            self.own_state = self.state;
        }
    }
}

/// What a pronoun asks for, each with weights of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// "he", "she".
    Person,
    /// "it".
    Thing,
    /// "they".
    Many,
}

impl Class {
    /// The classes' names, in the order of the columns of the weights.
    pub const NAMES: &[&str] = &["person", "thing", "many"];
}

/// The weights that ship with the program.
fn weights() -> &'static Weights {
    static SHIPPED: OnceLock<Weights> = OnceLock::new();
    SHIPPED.get_or_init(|| Weights::read(WEIGHTS, Features::NAMES, Class::NAMES.len()))
}

/// How much speaks for a candidate; only differences between candidates mean something.
pub fn score(class: Class, features: &Features) -> f32 {
    weights().score(class as usize, &features.values())
}
