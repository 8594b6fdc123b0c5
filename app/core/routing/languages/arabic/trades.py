"""Arabic names of trades: app/core/routing/reading/not_offered.py."""

TRADES = {
    "insurance": "تامين, تأمينات",
    "photography": "تصوير, مصور, مصوره",
    "video": "فيديو",
    "band": "فرقه, مطرب, مطربه, مغني",
    "host": "عريف حفل",
    "catering": "كيترينج, ضيافه",
    "makeup": "مكياج, ميكب",
    "hair removal": "ازاله الشعر, ازاله شعر",
    "spare wheel": "عجل سبير, دولاب سبير",
    "towing": "ونش, سحب",
    "appraisal": "تخمين, مخمن",
    "transport": "نقل",
    "upholstery": "تنجيد",
    "tuning": "دوزان, ادوزن",
    "strings": "اوتار",
    "binding": "تجليد",
    "carpets": "سجاد, سجاده, سجادات, موكيت",
    "disposal": "رمي, كب",
    "accessories": "اكسسوارات, قطع غيار",
}
