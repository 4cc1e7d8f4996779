//! The files of `fixtures/demo`, compiled in, so that the demo needs nothing but the binary.

/// Who publishes.
pub const OUTLETS: &str = include_str!("../../../../fixtures/demo/outlets.toml");

/// What was published, one file per event.
pub const EVENTS: &[(&str, &str)] = &[
    ("chip-clearance", include_str!("../../../../fixtures/demo/events/01-chip-clearance.toml")),
    (
        "cartographer-release",
        include_str!("../../../../fixtures/demo/events/02-cartographer-release.toml"),
    ),
    ("authors-ruling", include_str!("../../../../fixtures/demo/events/03-authors-ruling.toml")),
    (
        "stratus-lane-outage",
        include_str!("../../../../fixtures/demo/events/04-stratus-lane-outage.toml"),
    ),
    ("parley-outage", include_str!("../../../../fixtures/demo/events/05-parley-outage.toml")),
    ("kiln-earnings", include_str!("../../../../fixtures/demo/events/06-kiln-earnings.toml")),
    ("tarn-earnings", include_str!("../../../../fixtures/demo/events/07-tarn-earnings.toml")),
    ("wardmate-pause", include_str!("../../../../fixtures/demo/events/08-wardmate-pause.toml")),
    ("proof", include_str!("../../../../fixtures/demo/events/09-proof.toml")),
    ("storm-surge", include_str!("../../../../fixtures/demo/events/10-storm-surge.toml")),
    ("halden-probe", include_str!("../../../../fixtures/demo/events/11-halden-probe.toml")),
    ("memory-leak", include_str!("../../../../fixtures/demo/events/12-memory-leak.toml")),
    (
        "millrace-takeover",
        include_str!("../../../../fixtures/demo/events/13-millrace-takeover.toml"),
    ),
    ("saltmarsh-pause", include_str!("../../../../fixtures/demo/events/14-saltmarsh-pause.toml")),
    ("voice-label-law", include_str!("../../../../fixtures/demo/events/15-voice-label-law.toml")),
    ("parcelline-cuts", include_str!("../../../../fixtures/demo/events/16-parcelline-cuts.toml")),
    ("actors-deal", include_str!("../../../../fixtures/demo/events/17-actors-deal.toml")),
    ("robobus", include_str!("../../../../fixtures/demo/events/18-robobus.toml")),
    ("grauhaven-fire", include_str!("../../../../fixtures/demo/events/19-grauhaven-fire.toml")),
    ("tutor-trial", include_str!("../../../../fixtures/demo/events/20-tutor-trial.toml")),
    ("tidepool-round", include_str!("../../../../fixtures/demo/events/21-tidepool-round.toml")),
    ("rust-app", include_str!("../../../../fixtures/demo/events/22-rust-app.toml")),
    ("lindholm-accord", include_str!("../../../../fixtures/demo/events/23-lindholm-accord.toml")),
    ("perrin-leaves", include_str!("../../../../fixtures/demo/events/24-perrin-leaves.toml")),
    ("harbour-ledgers", include_str!("../../../../fixtures/demo/events/25-harbour-ledgers.toml")),
    ("voice-fraud", include_str!("../../../../fixtures/demo/events/26-voice-fraud.toml")),
    ("odd", include_str!("../../../../fixtures/demo/events/90-odd.toml")),
];

/// The pictures, by file name.
pub const IMAGES: &[(&str, &[u8])] = &[
    (
        "bonded-warehouse.png",
        include_bytes!("../../../../fixtures/demo/images/bonded-warehouse.png"),
    ),
    ("charred-pages.png", include_bytes!("../../../../fixtures/demo/images/charred-pages.png")),
    ("container-port.png", include_bytes!("../../../../fixtures/demo/images/container-port.png")),
    ("contour-map.png", include_bytes!("../../../../fixtures/demo/images/contour-map.png")),
    ("court-columns.png", include_bytes!("../../../../fixtures/demo/images/court-columns.png")),
    ("dark-aisle.png", include_bytes!("../../../../fixtures/demo/images/dark-aisle.png")),
    ("exhaust-stacks.png", include_bytes!("../../../../fixtures/demo/images/exhaust-stacks.png")),
    ("isobars.png", include_bytes!("../../../../fixtures/demo/images/isobars.png")),
    ("leaf-scan.png", include_bytes!("../../../../fixtures/demo/images/leaf-scan.png")),
    ("mill-and-marsh.png", include_bytes!("../../../../fixtures/demo/images/mill-and-marsh.png")),
    ("night-bus.png", include_bytes!("../../../../fixtures/demo/images/night-bus.png")),
    ("phone-keys.png", include_bytes!("../../../../fixtures/demo/images/phone-keys.png")),
    ("podium.png", include_bytes!("../../../../fixtures/demo/images/podium.png")),
    ("price-lines.png", include_bytes!("../../../../fixtures/demo/images/price-lines.png")),
    ("proof-lattice.png", include_bytes!("../../../../fixtures/demo/images/proof-lattice.png")),
    ("pulse-line.png", include_bytes!("../../../../fixtures/demo/images/pulse-line.png")),
    ("robot-arms.png", include_bytes!("../../../../fixtures/demo/images/robot-arms.png")),
    ("round-table.png", include_bytes!("../../../../fixtures/demo/images/round-table.png")),
    ("server-aisle.png", include_bytes!("../../../../fixtures/demo/images/server-aisle.png")),
    ("voice-wave.png", include_bytes!("../../../../fixtures/demo/images/voice-wave.png")),
    ("wafer-grid.png", include_bytes!("../../../../fixtures/demo/images/wafer-grid.png")),
    ("wafer-stack.png", include_bytes!("../../../../fixtures/demo/images/wafer-stack.png")),
];
