"""Places that may follow a name ("Google, London"), written as `words_of` leaves them.

Only after the name: "Cambridge, Google" or "Washington, Microsoft" may well name two employers.
"""

from __future__ import annotations

PLACES = frozenset(
    """
argentina|australia|austria|bangladesh|belgium|brazil|brasil|bulgaria|canada|chile|china|colombia|costa rica|croatia|
czech republic|czechia|denmark|egypt|england|estonia|europe|emea|apac|finland|france|germany|deutschland|ghana|greece|
hong kong|hungary|india|indonesia|ireland|israel|italy|italia|japan|kenya|korea|latam|luxembourg|malaysia|mexico|
morocco|netherlands|the netherlands|new zealand|nigeria|north america|norway|pakistan|peru|philippines|poland|polska|
portugal|romania|rwanda|saudi arabia|scotland|serbia|singapore|slovakia|slovenia|south africa|south korea|spain|
españa|sweden|switzerland|schweiz|taiwan|thailand|tunisia|turkey|türkiye|uae|uk|gb|ukraine|united arab emirates|
united kingdom|united states|united states of america|us|usa|uruguay|vietnam|wales|amsterdam|ann arbor|athens|atlanta|
auckland|austin|baltimore|bangalore|bengaluru|barcelona|bay area|beijing|bellevue|belo horizonte|berkeley|berlin|
bogotá|bogota|boston|boulder|brooklyn|brussels|bucharest|budapest|buenos aires|burlingame|calgary|cambridge|
cambridge ma|cambridge uk|chennai|chicago|cincinnati|cleveland|columbus|copenhagen|cupertino|dallas|delhi|denver|
detroit|dubai|dublin|durham|edinburgh|foster city|frankfurt|fremont|geneva|glasgow|gurgaon|haifa|hamburg|helsinki|
houston|hyderabad|ithaca|irvine|kirkland|kraków|krakow|lausanne|leeds|lisbon|lisboa|london|los altos|los angeles|
los gatos|madison|madrid|manchester|manila|melbourne|menlo park|mexico city|miami|milan|minneapolis|montreal|montréal|
moscow|mountain view|mumbai|munich|münchen|nairobi|nashville|new delhi|new haven|new jersey|new york|new york city|
noida|nyc|oakland|orlando|oslo|ottawa|palo alto|paris|philadelphia|phoenix|pittsburgh|portland|prague|princeton|
providence|pune|raleigh|redmond|redwood city|richmond|rio de janeiro|rome|sacramento|salt lake city|san bruno|
san diego|san francisco|san jose|san mateo|santa clara|santa monica|são paulo|sao paulo|seattle|seoul|shanghai|
shenzhen|silicon valley|sofia|south san francisco|st louis|stockholm|sunnyvale|sydney|taipei|tel aviv|tokyo|toronto|
vancouver|venice|vienna|warsaw|washington|washington dc|waterloo|zurich|zürich|sf|la|dc|ny|nj|ca|wa|ma|tx|il|ga|nc|va|
md|mi|mn|az|ut|fl|ct|pa|oh|california|texas|massachusetts|washington state|virginia|oregon|colorado|illinois|
north carolina|pennsylvania|georgia|michigan|minnesota|florida|ohio|arizona|utah|ontario|quebec|québec|
british columbia
""".replace("\n", "").split("|")
)
