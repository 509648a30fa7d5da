//! Parts of speech, by the Penn Treebank's names.

macro_rules! tags {
    ($($variant:ident $name:literal $doc:literal),+ $(,)?) => {
        /// A part of speech of the Penn Treebank; marks of punctuation are [`Tag::Punct`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Tag { $(#[doc = $doc] $variant),+ }

        impl Tag {
            /// All tags, in the order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The Treebank's name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The tag of that name; anything unknown is [`Tag::Other`].
            #[must_use]
            pub fn named(name: &str) -> Self {
                match name { $($name => Self::$variant,)+ _ => Self::Other }
            }
        }
    };
}

tags! {
    Other "X" "anything else: foreign words, list marks, symbols",
    Cc "CC" "coordinating conjunction",
    Cd "CD" "cardinal number",
    Dt "DT" "determiner",
    Ex "EX" "existential there",
    In "IN" "preposition or subordinating conjunction",
    Jj "JJ" "adjective",
    Jjr "JJR" "comparative adjective",
    Jjs "JJS" "superlative adjective",
    Md "MD" "modal verb",
    Nn "NN" "singular or mass noun",
    Nns "NNS" "plural noun",
    Nnp "NNP" "singular proper noun",
    Nnps "NNPS" "plural proper noun",
    Pdt "PDT" "predeterminer",
    Pos "POS" "possessive ending",
    Prp "PRP" "personal pronoun",
    PrpS "PRP$" "possessive pronoun",
    Rb "RB" "adverb",
    Rbr "RBR" "comparative adverb",
    Rbs "RBS" "superlative adverb",
    Rp "RP" "particle",
    To "TO" "to",
    Uh "UH" "interjection",
    Vb "VB" "verb, base form",
    Vbd "VBD" "verb, past tense",
    Vbg "VBG" "verb, gerund or present participle",
    Vbn "VBN" "verb, past participle",
    Vbp "VBP" "verb, present, not third person singular",
    Vbz "VBZ" "verb, third person singular present",
    Wdt "WDT" "wh-determiner",
    Wp "WP" "wh-pronoun",
    WpS "WP$" "possessive wh-pronoun",
    Wrb "WRB" "wh-adverb",
    Punct "PUNCT" "mark of punctuation",
}

impl Tag {
    /// A common or proper noun.
    #[must_use]
    pub const fn is_noun(self) -> bool {
        matches!(self, Self::Nn | Self::Nns | Self::Nnp | Self::Nnps)
    }

    /// A proper noun.
    #[must_use]
    pub const fn is_name(self) -> bool {
        matches!(self, Self::Nnp | Self::Nnps)
    }

    /// Any form of a verb but the modals.
    #[must_use]
    pub const fn is_verb(self) -> bool {
        matches!(self, Self::Vb | Self::Vbd | Self::Vbg | Self::Vbn | Self::Vbp | Self::Vbz)
    }

    /// A form that carries tense, modals included.
    #[must_use]
    pub const fn is_finite(self) -> bool {
        matches!(self, Self::Vbd | Self::Vbp | Self::Vbz | Self::Md)
    }

    /// An adjective of any degree.
    #[must_use]
    pub const fn is_adjective(self) -> bool {
        matches!(self, Self::Jj | Self::Jjr | Self::Jjs)
    }

    /// An adverb of any degree.
    #[must_use]
    pub const fn is_adverb(self) -> bool {
        matches!(self, Self::Rb | Self::Rbr | Self::Rbs)
    }
}
