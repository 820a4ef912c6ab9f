# Credit points
credit-title = Credit points
credit-lead = The coefficient of a year at one's level, times 150, 100, 75, 50 or 25 percent by the rating of that year. Only the rating of a year counts; the rules at hand name no shares for less.
credit-link = Credit points
credit-none = No credit points yet
credit-none-text = They are counted once your rating of a year is final and a coefficient of your level is in force.
credit-reckoning = { $coefficient } × { $percent } % = { $points }: coefficient of the level { $jenjang }, rating { $predikat }.
credit-source = Basis of the coefficient: { $instrument }
credit-before = Figure { $n }, { $at }
credit-list-title = Credit points of a year
credit-list-lead = The figures that hold, from yearly ratings of people with a level of a functional position.
credit-list-none-text = They appear once yearly ratings are final and coefficients of the levels are in force.
credit-years = Years
credit-column-nip = NIP
credit-column-name = Name
credit-column-position = Position
credit-column-unit = Unit
credit-column-jenjang = Level
credit-column-predikat = Rating
credit-column-coefficient = Coefficient
credit-column-percent = Percent
credit-column-reckoning = Reckoning
credit-column-points = Credit points
credit-column-instrument = Basis of the coefficient
credit-coefficients-title = Coefficients of credit points
credit-coefficients-lead = What a year is worth by level, each with its legal basis. Another officer puts it in force.
credit-named = Only the coefficient of Terampil (5) has a known source; it is used until the agency puts another one in force. Other levels are counted once their coefficient is in force.
credit-no-coefficients = No coefficients yet
credit-no-coefficients-text = Write the coefficient of each level with its legal basis.
credit-of-level = { $jenjang }: { $points }
credit-from = for years that end on { $day } or later
credit-written-by = written by { $name }
credit-put-by = put in force by { $name }
credit-state-waiting = Waits for another officer
credit-state-in_force = In force
credit-state-withdrawn = Dropped
credit-put = Put in force
credit-withdraw = Drop
credit-new = New coefficient
credit-jenjang-hint = As positions name it, for example Terampil or Ahli Pertama.
credit-coefficient = Coefficient of a year
credit-coefficient-hint = Two digits behind the comma at most, for example 12,5.
credit-instrument = Legal basis
credit-instrument-hint = Number and year of the rule, with its article or annex.
credit-from-label = Counts from
credit-from-hint = Used for years that end on this day or later.
credit-write = Save the coefficient
credit-second = Another officer has to put it in force. Figures that change are counted anew, and the old ones are kept.
flash-credit-written = The coefficient is saved and waits for another officer.
flash-credit-in-force = The coefficient is in force. Credit points are counted within some minutes.
flash-credit-withdrawn = The coefficient was dropped.
invalid-credit-coefficient = Write a coefficient from 0,01 to 1000 with two digits behind the comma at most.
refused-credit-not-waiting = This coefficient waits no more. Load the page again.
refused-credit-second-officer = A coefficient that you wrote is put in force by another officer.
mail-credit-coefficient-waiting-subject = A coefficient of the level { $jenjang } waits to be put in force
mail-credit-coefficient-waiting-body = Dear { $person },

    Another officer wrote a coefficient of credit points of the level { $jenjang }. Check its legal basis, then put it in force:
    { $link }
mail-credit-points-counted-subject = Credit points { $year }: { $points }
mail-credit-points-counted-body = Dear { $person },

    Your credit points of { $year } are { $points }. See how they are counted:
    { $link }
