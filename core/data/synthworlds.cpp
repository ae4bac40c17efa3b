// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/synthworlds.h"

namespace opal {

namespace {

constexpr std::array openings { "best",  "first", "my",  "perfect", "amazing", "quiet", "funny",
                                "quick", "big",   "new", "secret",  "real",    "wild",  "late" };
constexpr std::array closings { "again",         "today",        "at home",      "at night",  "explained",
                                "for beginners", "with friends", "in winter",    "on Sunday", "gone wrong",
                                "close up",      "for two",      "without words" };

} // namespace

const std::array<SynthWorld, 12>& synthWorldTable()
{
    static const std::array<SynthWorld, 12> table { {
        { "Sports",
          { { { "Football",
                { "goal", "penalty", "keeper", "striker", "dribble", "header", "corner", "tackle", "derby",
                  "volley" } },
              { "Fitness",
                { "plank", "squat", "burpee", "dumbbell", "stretching", "pushup", "cardio", "kettlebell",
                  "abs", "warmup" } },
              { "Dance",
                { "salsa", "hiphop", "ballet", "choreography", "tango", "breakdance", "twirl", "shuffle",
                  "tiptoe", "duet" } },
              { "Cycling",
                { "sprint", "saddle", "pedal", "peloton", "descent", "gravel", "velodrome", "helmet",
                  "chainring", "tandem" } } } } },
        { "Food",
          { { { "Cooking",
                { "noodles", "curry", "risotto", "wok", "dumplings", "omelette", "stew", "garlic", "pasta",
                  "broth" } },
              { "Baking",
                { "sourdough", "croissant", "muffin", "dough", "icing", "cheesecake", "baguette", "cinnamon",
                  "brownie", "macaron" } },
              { "Street food",
                { "skewer", "taco", "kebab", "crepe", "stall", "falafel", "churros", "satay", "waffle",
                  "bao" } },
              { "Coffee",
                { "espresso", "latte", "barista", "grinder", "crema", "filter", "cappuccino", "roast",
                  "mocha", "decaf" } } } } },
        { "Outdoors",
          { { { "Travel",
                { "suitcase", "hostel", "island", "airport", "temple", "ferry", "passport", "harbour",
                  "sunset", "backpack" } },
              { "Wildlife",
                { "fox", "owl", "elephant", "otter", "falcon", "dolphin", "lynx", "hedgehog", "turtle",
                  "heron" } },
              { "Camping",
                { "tent", "campfire", "hammock", "lantern", "trail", "summit", "canyon", "compass", "bivouac",
                  "waterfall" } },
              { "Fishing",
                { "trout", "lure", "pike", "reel", "carp", "bait", "salmon", "wading", "perch",
                  "angler" } } } } },
        { "Play",
          { { { "Gaming",
                { "speedrun", "boss", "loot", "respawn", "quest", "combo", "pixel", "arcade", "controller",
                  "dungeon" } },
              { "Gadgets",
                { "phone", "headset", "drone", "charger", "smartwatch", "camera", "tablet", "keyboard",
                  "projector", "unboxing" } },
              { "Robots",
                { "servo", "gripper", "rover", "humanoid", "sensor", "microchip", "hexapod", "android",
                  "soldering", "actuator" } },
              { "Coding",
                { "compiler", "python", "bug", "terminal", "algorithm", "refactor", "pointer", "regex",
                  "commit", "recursion" } } } } },
        { "Style",
          { { { "Fashion",
                { "jacket", "sneakers", "runway", "denim", "outfit", "scarf", "blazer", "vintage", "handbag",
                  "tailor" } },
              { "Make-up",
                { "eyeliner", "lipstick", "mascara", "foundation", "blush", "concealer", "contour", "palette",
                  "glitter", "primer" } },
              { "Hair",
                { "braid", "curls", "fringe", "bob", "balayage", "ponytail", "shampoo", "fade", "extensions",
                  "bun" } },
              { "Nails",
                { "manicure", "gel", "cuticle", "polish", "acrylic", "ombre", "rhinestone", "stiletto",
                  "stamping", "topcoat" } } } } },
        { "Music",
          { { { "Singing",
                { "chorus", "falsetto", "karaoke", "ballad", "acapella", "vibrato", "soprano", "harmony",
                  "microphone", "encore" } },
              { "Guitar",
                { "riff", "fingerstyle", "chord", "capo", "solo", "flamenco", "fretboard", "strumming",
                  "amplifier", "pedalboard" } },
              { "Piano",
                { "nocturne", "waltz", "sonata", "etude", "arpeggio", "ragtime", "prelude", "octave",
                  "metronome", "boogie" } },
              { "Concerts",
                { "festival", "stage", "backstage", "crowd", "headliner", "lightshow", "moshpit", "setlist",
                  "orchestra", "rooftop" } } } } },
        { "Home",
          { { { "Gardening",
                { "tomato", "compost", "seedling", "rose", "pruning", "greenhouse", "lavender", "weeding",
                  "tulip", "orchard" } },
              { "Furniture",
                { "shelf", "bookcase", "sofa", "walnut", "varnish", "workbench", "drawer", "upholstery",
                  "dovetail", "stool" } },
              { "Cleaning",
                { "vacuum", "stain", "declutter", "laundry", "mop", "grout", "vinegar", "wardrobe",
                  "dishwasher", "sponge" } },
              { "Knitting",
                { "yarn", "crochet", "sweater", "mittens", "needle", "cardigan", "stitch", "beanie", "wool",
                  "blanket" } } } } },
        { "Family",
          { { { "Babies",
                { "lullaby", "stroller", "toddler", "crawling", "nursery", "giggle", "teething", "pacifier",
                  "bathtub", "bedtime" } },
              { "Cats",
                { "kitten", "whiskers", "purring", "catnip", "tabby", "paws", "meow", "scratching", "siamese",
                  "cardboard" } },
              { "Dogs",
                { "puppy", "fetch", "corgi", "leash", "barking", "husky", "agility", "retriever", "zoomies",
                  "poodle" } },
              { "Weddings",
                { "bride", "bouquet", "vows", "veil", "reception", "groom", "confetti", "proposal",
                  "bridesmaid", "ring" } } } } },
        { "Knowledge",
          { { { "History",
                { "castle", "pharaoh", "viking", "medieval", "empire", "ruins", "samurai", "revolution",
                  "archive", "pyramid" } },
              { "Space",
                { "galaxy", "comet", "telescope", "rocket", "nebula", "orbit", "eclipse", "mars", "astronaut",
                  "supernova" } },
              { "Medicine",
                { "heartbeat", "surgery", "vaccine", "stethoscope", "migraine", "reflex", "allergy", "xray",
                  "bandage", "nurse" } },
              { "Languages",
                { "grammar", "accent", "mandarin", "idiom", "vocabulary", "dialect", "kanji", "pronunciation",
                  "phrasebook", "spanish" } } } } },
        { "Stage",
          { { { "Comedy",
                { "prank", "sketch", "punchline", "standup", "parody", "heckler", "impression", "slapstick",
                  "improv", "satire" } },
              { "Magic",
                { "cardtrick", "illusion", "levitation", "wand", "sleight", "vanish", "mentalism", "escape",
                  "coin", "rabbit" } },
              { "Films",
                { "trailer", "cinema", "thriller", "director", "sequel", "western", "stunt", "popcorn",
                  "noir", "soundtrack" } },
              { "Theatre",
                { "rehearsal", "costume", "monologue", "curtain", "puppet", "musical", "shakespeare",
                  "audition", "spotlight", "understudy" } } } } },
        { "Wheels",
          { { { "Cars",
                { "drift", "turbo", "engine", "convertible", "rally", "pitstop", "gearbox", "supercar",
                  "dashboard", "exhaust" } },
              { "Motorbikes",
                { "scooter", "wheelie", "chopper", "enduro", "motocross", "sidecar", "throttle", "biker",
                  "hairpin", "moped" } },
              { "Trains",
                { "locomotive", "tunnel", "tram", "monorail", "sleeper", "viaduct", "signal", "shunting",
                  "carriage", "platform" } },
              { "Aircraft",
                { "cockpit", "landing", "propeller", "glider", "jet", "taxiing", "helicopter", "biplane",
                  "aerobatics", "seaplane" } } } } },
        { "Work",
          { { { "Farming",
                { "tractor", "harvest", "sheep", "barn", "wheat", "milking", "plough", "goat", "silo",
                  "hayfield" } },
              { "Building",
                { "crane", "concrete", "scaffold", "bricks", "excavator", "tiles", "plaster", "roofing",
                  "welding", "girder" } },
              { "Finance",
                { "budget", "savings", "mortgage", "dividend", "inflation", "invoice", "pension", "bonds",
                  "taxes", "startup" } },
              { "Studying",
                { "exam", "flashcards", "notebook", "library", "essay", "highlighter", "thesis", "deadline",
                  "revision", "dormitory" } } } } },
    } };
    return table;
}

std::string synthTitle(const SynthSubject& subject, std::size_t mainWord, Random& random)
{
    const auto any = [&random](const auto& words) -> std::string {
        return words[random.below(static_cast<std::uint32_t>(words.size()))];
    };
    const std::string main = subject.words[mainWord];
    std::string title;
    do {
        const std::uint32_t form = random.below(5);
        const std::string other = form == 3 ? std::string() : any(subject.words);
        title = form == 0 || form == 2 ? main : any(openings) + ' ' + main;
        if (!other.empty() && other != main)
            title += ' ' + other;
        if (form >= 2)
            title += ' ' + any(closings);
    } while (title.size() > synthTitleLength || title == main);
    title.front() = static_cast<char>(title.front() - 'a' + 'A');
    return title;
}

} // namespace opal
