"""English names of trades: app/core/routing/reading/not_offered.py."""

TRADES = {
    "insurance": "insurance, insure, insuring",
    "photography": "photography, photographer*, photos, photo shoot",
    "video": "video, videographer*, filming",
    "band": "live band, band for, singer for",
    "host": "mc for, master of ceremonies",
    "catering": "catering, caterer*",
    "makeup": "makeup, make up",
    "hair removal": "hair removal",
    "spare wheel": "spare tyre, spare tire, spare wheel",
    "towing": "tow, towing, tow truck",
    "appraisal": "appraisal, appraise, appraiser, valuation of",
    "transport": "transport, transporting, haulage",
    "upholstery": "upholster*, reupholster*",
    "tuning": "tune, tuning, tuner",
    "strings": "strings, restring, restringing",
    "binding": "binding, bound",
    "carpets": "carpet, carpets, rug, rugs",
    "disposal": "dispose of, haul away, disposal",
    "accessories": "accessories, spare parts, parts for, case for, stand for",
}
