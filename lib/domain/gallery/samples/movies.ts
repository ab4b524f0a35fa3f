// Made up by scripts/sample-films.mjs in the format of MovieLens: no such films exist. Do not edit.
export const movies = `movieId,title,genres
1,The Lighthouse Ledger (1994),Crime|Mystery
2,Paper Comets (2001),Children|Fantasy
3,A Season of Salt (1998),Drama|Romance
4,Quiet Reactor (2009),Sci-Fi|Thriller
5,Nine Lemon Street (2005),Comedy
6,The Cartographer's Debt (2012),Adventure|Drama
7,Midnight Ferry (1996),Film-Noir|Crime
8,Brass Pigeons (1989),Comedy|War
9,Orbit of Anna Vell (2014),Drama|Sci-Fi
10,The Understudy's Knife (1999),Horror|Thriller
11,Harvest Parade (1985),Comedy|Musical
12,Iron Tide (2010),Action|War
13,Letters from Platform Four (1992),Romance
14,The Glass Shepherd (2003),Drama
15,Dust Riders of Kesh (1987),Western|Action
16,"Two Clowns, One Bank (2007)",Comedy|Crime
17,Deep Signal (2016),Mystery|Sci-Fi
18,Marigold's Winter (1997),Children|Drama
19,The Hollow Choir (2011),Horror
20,Fast to Calais (2006),Action|Thriller
21,Grandmother Astronaut (2013),Animation|Children|Comedy
22,The Silent Auction (1993),Crime|Drama
23,Pepper & Plum (2002),Animation|Children
24,Monsoon Typists (2008),Comedy|Romance
25,The Last Toll Road (1995),Drama|Western
26,Cold Harbour Protocol (2015),Action|Thriller
27,An Evening with the Tax Man (2000),Comedy|Drama
28,Starling Court (1990),Mystery|Romance
29,The Bee Whisperer of Lund (2010),Documentary
30,Night Shift at the Aquarium (2017),Fantasy|Romance
31,Seven Minutes to Tide (2004),Action|Adventure
32,The Woman Who Repaired Clocks (1991),Drama|Fantasy
33,Blue Kerosene (1988),Film-Noir|Thriller
34,Mister Otter Goes to Court (1999),Animation|Comedy
35,The Granite Orchestra (2005),Documentary|Musical
36,Under the Sleeping Dam (2012),Drama|Thriller
37,Nobody's Referee (1998),Comedy|Drama
38,The Mushroom Heist (2018),Comedy|Crime
39,Letters to a Robot (2009),Romance|Sci-Fi
40,Ravine (2013),Horror|Mystery
41,The Tall Ships of Emmer (1986),Adventure|War
42,Wallpaper (2014),Horror|Drama
43,"The Cook, the Spy, Her Bicycle (2007)",Comedy|Thriller
44,Copper Sky Ranch (1994),Western|Romance
45,Three Hundred Umbrellas (2003),Musical|Romance
46,The Algebra Club (2011),Children|Comedy
47,Zero Gravity Wedding (2016),Comedy|Sci-Fi
48,The Fox at Customs (2001),Animation|Adventure
49,Minor Saints (1996),Drama
50,Storm Glass (2008),Adventure|Fantasy
51,The Eleventh Juror (1990),Crime|Thriller
52,Field Notes on Snow (2015),Documentary
53,The Parrot Testimony (2002),Crime|Comedy
54,House of Slow Rooms (2018),Horror|Fantasy
55,Captain Ines (2006),Action|Adventure|Sci-Fi
56,The Ballad of Lower Mill (1989),Musical|Drama
57,Every Second Tuesday (2010),Romance|Comedy
58,Trench Garden (1997),War|Drama
59,The Pale Circuit (2017),Sci-Fi|Action
60,What the Heron Saw (2004),Mystery|Drama
`;
