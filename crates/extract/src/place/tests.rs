use insta::assert_snapshot;
use proptest::prelude::*;

use super::*;

/// One line a mention: words, `*` for those that act, which place, and the rule.
fn picture(text: &str) -> String {
    let line = |p: &PlaceMention| {
        let actor = if p.actor { "*" } else { "" };
        let place = p.resolved.as_ref().map_or("?".to_owned(), |r| {
            format!("{}, {} {:?} {:.1} {:.1}", r.name, r.country.unwrap_or("–"), r.kind, r.lat, r.lon)
        });
        format!("{}{actor}: {place}  ({})", &text[p.range.clone()], p.rule)
    };
    places(text).iter().map(line).collect::<Vec<String>>().join("\n")
}

#[test]
fn the_region_is_not_the_town() {
    assert_snapshot!(picture("North Korean troops fight in the Kursk region of Russia, west of Kursk."), @"
    Kursk region: Kursk Oblast, RU Region 51.7 36.1  (named-kind)
    Russia: Russia, RU Country 60.0 100.0  (country)
    Kursk: Kursk, RU City 51.7 36.2  (led)
    ");
}

#[test]
fn a_government_is_found_and_marked() {
    assert_snapshot!(picture("Russia has begun an assault, Moscow said. Ukraine's envoy left; US officials stayed. Oslo and Rome accused Seoul of delay."), @"
    Russia*: Russia, RU Country 60.0 100.0  (country)
    Moscow*: Moscow, RU Capital 55.8 37.6  (capital)
    Ukraine*: Ukraine, UA Country 49.0 32.0  (country)
    US*: United States, US Country 39.8 -98.5  (country)
    Oslo*: Oslo, NO Capital 59.9 10.8  (capital)
    Rome*: Rome, IT Capital 41.9 12.5  (capital)
    Seoul*: Seoul, KR Capital 37.6 127.0  (capital)
    ");
}

#[test]
fn a_state_behind_the_comma_tells_which_town() {
    assert_snapshot!(picture("She moved from Portland, Maine, to Portland, Ore., and then to Columbus, Georgia."), @"
    Portland: Portland, US City 43.7 -70.3  (comma-pair)
    Maine: Maine, US Region 44.9 -69.3  (comma-pair)
    Portland: Portland, US City 45.5 -122.7  (comma-pair)
    Ore.: Oregon, US Region 44.3 -121.7  (comma-pair)
    Columbus: Columbus, US City 32.5 -85.0  (comma-pair)
    Georgia: Georgia, US Region 32.9 -83.4  (comma-pair)
    ");
}

#[test]
fn a_name_behind_a_comma_holds_for_the_whole_text() {
    assert_snapshot!(picture("A fire broke out in Paris, Texas. Crews from Paris were on the scene."), @"
    Paris: Paris, US City 33.7 -95.6  (comma-pair)
    Texas: Texas, US Region 30.7 -98.1  (comma-pair)
    Paris: Paris, US City 33.7 -95.6  (capital)
    ");
}

#[test]
fn a_people_tells_which_country() {
    assert_snapshot!(picture("Venezuelan police closed the road to Valencia and Barcelona."), @"
    Valencia: Valencia, VE City 10.2 -68.0  (large)
    Barcelona: Barcelona, VE City 10.1 -64.7  (led)
    ");
    assert_snapshot!(picture("Spanish police closed the road to Valencia and Barcelona."), @"
    Valencia: Valencia, ES City 39.5 -0.4  (large)
    Barcelona: Barcelona, ES City 41.4 2.2  (led)
    ");
}

#[test]
fn organisations_and_persons_are_no_places() {
    assert_snapshot!(picture(
        "Paris Hilton gave the Bank of England, the New York Times and the University of Geneva a Boston Marathon medal. \
         Sabrina Singh and Mr Lincoln told the Kyiv Post so. Lincoln smiled."
    ), @"");
}

#[test]
fn words_that_are_also_towns_need_a_lead() {
    assert_snapshot!(picture("Reading is nice. Mobile phones split most of them. He lives in Reading, and she in Mobile, Alabama."), @"
    Reading: Reading, US City 40.3 -75.9  (led)
    Mobile: Mobile, US City 30.7 -88.0  (comma-pair)
    Alabama: Alabama, US Region 32.8 -86.7  (comma-pair)
    ");
}

#[test]
fn old_spellings_lead_to_the_same_town() {
    assert_snapshot!(picture("Trains run from Kiev to Kharkov, from Bombay to Calcutta and from Peking to Canton."), @"
    Kiev: Kyiv, UA Capital 50.5 30.5  (capital)
    Kharkov: Kharkiv, UA City 50.0 36.2  (led)
    Bombay: Mumbai, IN City 19.1 72.9  (led)
    Calcutta: Kolkata, IN City 22.6 88.4  (led)
    Peking: Beijing, CN Capital 39.9 116.4  (capital)
    Canton: Guangzhou, CN City 23.1 113.2  (led)
    ");
}

#[test]
fn datelines_in_capitals() {
    assert_snapshot!(picture("PORT-AU-PRINCE, Haiti (Wire) — The WHO and NATO sent tents.\nGENEVA — Talks began."), @"
    PORT-AU-PRINCE: Port-au-Prince, HT Capital 18.5 -72.3  (comma-pair)
    Haiti: Haiti, HT Country 18.9 -72.7  (comma-pair)
    GENEVA: Geneva, CH City 46.2 6.2  (dateline)
    ");
}

#[test]
fn kinds_beside_the_name() {
    assert_snapshot!(picture("In Orange County, Florida, and County Cork; in the Sumy oblast; in the village of Plyokhovo; in the Sudzhansky district."), @"
    Orange County: Orange County, US District 28.5 -81.4  (named-kind)
    Florida: Florida, US Region 28.1 -82.8  (comma-pair)
    County Cork: Cork, IE Region 51.9 -8.7  (led)
    Sumy oblast: Sumy Oblast, UA Region 51.1 34.3  (named-kind)
    Plyokhovo: ?  (named-kind)
    Sudzhansky district: ?  (named-kind)
    ");
}

#[test]
fn headlines_are_read_with_care() {
    assert_snapshot!(picture("Russia Strikes Kharkiv Power Plant as Talks Stall in Geneva\n\nMore follows."), @"
    Russia*: Russia, RU Country 60.0 100.0  (country)
    Kharkiv: Kharkiv, UA City 50.0 36.2  (large)
    Geneva: Geneva, CH City 46.2 6.2  (led)
    ");
}

#[test]
fn macro_regions_and_seas() {
    assert_snapshot!(picture("Fighting in the Donbas and northern Gaza; ships in the Black Sea, the Strait of Hormuz and the Gulf of Aden."), @"
    Donbas: Donbas, UA Area 48.0 38.0  (led)
    Gaza: Gaza Strip, PS Area 31.4 34.4  (led)
    Black Sea: Black Sea, – Area 43.3 34.0  (led)
    Strait of Hormuz: Strait of Hormuz, – Area 26.6 56.2  (large)
    Gulf of Aden: Gulf of Aden, – Area 12.0 47.5  (large)
    ");
}

#[test]
fn small_towns_count_where_their_country_is_named() {
    assert_snapshot!(picture("Toretsk and Vuhledar fell, Ukrainian officers said. Aid came through Cox's Bazar."), @"
    Toretsk: Toretsk, UA City 48.4 37.9  (small)
    Vuhledar: Vuhledar, UA City 47.8 37.2  (small)
    Cox's Bazar: Cox’s Bāzār, BD City 21.4 92.0  (led)
    ");
    assert_snapshot!(picture("Toretsk and Vuhledar fell, officers said."), @"");
}

#[test]
fn months_departments_and_families_are_no_places() {
    assert_snapshot!(picture("In August and in March the Justice Department and the Kennedy clan met at the White House, U.N. staff said."), @"");
}

#[test]
fn given_mentions_are_never_doubted() {
    let text = "Lincoln met Ukrainian troops in Chad, near northern Syria.";
    let at = |words: &str| {
        let start = text.find(words).expect("the words stand in the text");
        start..start + words.len()
    };
    let found = resolve(text, &[at("Lincoln"), at("Ukrainian"), at("Chad"), at("northern Syria"), at("near")]);
    let names: Vec<_> = found.iter().map(|r| r.as_ref().map_or("?", |r| r.country.unwrap_or("–"))).collect();
    assert_eq!(names, ["US", "UA", "TD", "SY", "?"]);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test of time needs a clock")]
fn a_megabyte_of_names_takes_no_longer_a_byte_than_a_page() {
    let page = "In Springfield, Illinois, Paris Hilton met Russia's envoy near the village of San Jose and Victoria.\n";
    let time = |times: usize| {
        let text = page.repeat(times);
        let start = std::time::Instant::now();
        assert!(places(&text).len() >= times);
        start.elapsed().as_secs_f64() / times as f64
    };
    time(10);
    let (short, long) = (time(100), time(2_000));
    assert!(long < short * 6.0, "{long} s a line, against {short}");
}

proptest! {
    #[test]
    fn ranges_lie_in_the_text_in_order(text in "(?s).{0,200}") {
        check(&text);
    }

    #[test]
    fn ranges_lie_in_texts_of_names(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "Kyiv", "in", "the", "US", "U.S.", "Kursk", "region", "of", "St.", "Louis", ", ", "Paris", "’s", "-", "–", "Mr.",
                "Bank", "County", "Georgia", "and", "\n", "“", ". ", "D.C.", "al", "São", "Tomé", "É", "Illinois", "Ill.", "said", "'",
            ]),
            0..40,
        ),
        sep in prop::sample::select(vec![" ", "", "-", ", "]),
    ) {
        check(&words.join(sep));
    }
}

/// Ranges are whole, in order and apart; reading twice gives the same; given ranges are answered one by one.
fn check(text: &str) {
    let found = places(text);
    let mut end = 0;
    for place in &found {
        assert!(end <= place.range.start && place.range.start < place.range.end);
        assert!(text.get(place.range.clone()).is_some());
        end = place.range.end;
    }
    assert_eq!(found, places(text));
    let ranges: Vec<Range<usize>> =
        found.into_iter().map(|p| p.range).chain([0..text.len(), Range { start: 7, end: 3 }]).collect();
    assert_eq!(resolve(text, &ranges).len(), ranges.len());
}

#[test]
fn ways_over_the_round_earth_are_as_in_an_atlas() {
    let way = |a, b| kilometres(a, b).round();
    let (london, paris, fiji, samoa) = ((51.5, -0.13), (48.86, 2.35), (-17.8, 178.0), (-13.8, -171.8));
    assert_eq!((way(london, paris), way(paris, london), way(paris, paris)), (343.0, 343.0, 0.0));
    assert_eq!(way(fiji, samoa), 1_178.0, "over the line of the date");
    assert_eq!(way((90.0, 0.0), (-90.0, 77.0)), 20_015.0);
}
