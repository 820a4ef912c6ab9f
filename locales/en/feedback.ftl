# Feedback
feedback-title = Feedback
nav-feedback = Feedback
feedback-lead = From superiors, colleagues and other units, at any time. Always with the giver's name.
feedback-of = Feedback for { $name }
feedback-beside = Beside a rating; it never counts by itself.
feedback-give-title = Give feedback
feedback-give-lead = Write shortly what you see of their work. Feedback never counts by itself in a rating.
feedback-ask-title = Ask for feedback
feedback-ask-lead = Ask a superior, a colleague or a unit that you serve what they think of your work.
feedback-group-asked = Waiting for your feedback
feedback-group-about = For you
feedback-group-given = From you
feedback-home = { $name } asks for your feedback
waits-feedback = { $n ->
    [one] { $n } request for feedback
   *[other] { $n } requests for feedback
 }
feedback-none = No feedback yet
feedback-none-text = What is given or asked for appears here.
feedback-link = Feedback
feedback-all = All feedback
feedback-period = Feedback in this period
feedback-kind = Kind
feedback-kind-praise = Praise
feedback-kind-praise-hint = What is good and should go on.
feedback-kind-suggestion = Suggestion
feedback-kind-suggestion-hint = What can be made better.
feedback-kind-concern = Concern
feedback-kind-concern-hint = What is in the way and should be talked about.
feedback-state-asked = Asked for
feedback-state-given = Given
feedback-state-declined = Nothing to say
feedback-state-withdrawn = Taken back
feedback-state-retracted = Question taken back
feedback-relation-superior = superior
feedback-relation-peer = colleague
feedback-relation-other = another unit
feedback-about = About
feedback-general = The work in general
feedback-line = Result: { $what }
feedback-work = Work: { $what }
feedback-subject-hint = One result, one piece of work, or the work in general.
feedback-topic = Occasion
feedback-topic-hint = For example the name of a meeting, a service or a task. It may stay empty.
feedback-question = What is asked
feedback-question-hint = What you would like to know. A clear question gets a useful answer.
feedback-words = Feedback
feedback-words-hint = What you see, and what comes of it. 1,000 letters at most.
feedback-named = Your name stands with it. It is read by the person and whoever rates them. Within 24 hours you can take it back.
feedback-give-do = Send feedback
feedback-ask-do = Send the request
feedback-yours = Your feedback
feedback-decline = Nothing to say
feedback-withdraw = Take back
feedback-withdraw-hint = That it was given stays known; what it said is no longer read.
feedback-retract = Take the question back
feedback-retract-hint = That it was asked stays known; what it asked is no longer shown. After that you can ask again.
feedback-answer = Your answer
feedback-answer-hint = Once. Read by the giver and whoever rates you.
feedback-answer-do = Send the answer
feedback-answered-by = Answer of { $name }, { $at }
feedback-giver = From
feedback-asked-at = Asked for
feedback-given-at = Given
feedback-ended-at = Ended
feedback-facts = Details
feedback-other-person = Choose somebody else
feedback-find = Search by name
feedback-find-hint = Two letters at least. Found are colleagues, leaders, one's people, and people of units that are open to the agency.
feedback-find-do = Search
feedback-hits = Choose the person
feedback-nobody = Nobody was found
feedback-nobody-text = Check the spelling. People of other units are found only where their unit is open to the agency.
flash-feedback-given = Feedback for { $name } was sent.
flash-feedback-asked = The request to { $name } was sent.
flash-feedback-declined = Noted: nothing to say.
flash-feedback-withdrawn = The feedback was taken back.
flash-feedback-answered = The answer was sent.
flash-feedback-retracted = Question taken back.
refused-feedback-own = Feedback about oneself is not kept. Choose somebody else, or ask for feedback.
refused-feedback-many = You have given { $n } pieces of feedback today. Go on tomorrow.
refused-feedback-asks-many = You have asked for { $n } pieces of feedback today. Go on tomorrow.
refused-feedback-asked = You have asked { $name } already, who has not answered. Wait for the answer first.
refused-feedback-late = Feedback can be taken back within { $n } hours. Give new feedback where something has changed.
refused-feedback-answered = You have answered this feedback already.
refused-feedback-not-yours = This step is for the giver, or the person it is about, alone.
refused-feedback-step = { $state ->
    [asked] This feedback was not given yet.
    [given] This feedback was given already.
    [declined] This request was answered with nothing to say.
    [retracted] This question was taken back already.
   *[other] This feedback was taken back.
 }
invalid-feedback-subject = Choose a result or a piece of work from the list.
mail-feedback-asked-subject = { $name } asks for your feedback
mail-feedback-asked-body = Dear { $person },

    { $name } asks for your feedback on their work. Answer, or say that there is nothing to say:
    { $link }
mail-feedback-given-subject = Feedback from { $name }
mail-feedback-given-body = Dear { $person },

    { $name } gave you feedback. You can answer it once:
    { $link }
mail-feedback-declined-subject = { $name } has nothing to say
mail-feedback-declined-body = Dear { $person },

    { $name } has nothing to say to the feedback that you asked for.
    { $link }
mail-feedback-withdrawn-subject = { $name } took feedback back
mail-feedback-withdrawn-body = Dear { $person },

    { $name } took back the feedback given to you.
    { $link }
mail-feedback-answered-subject = { $name } answered your feedback
mail-feedback-answered-body = Dear { $person },

    { $name } answered the feedback that you gave:
    { $link }
mail-feedback-retracted-subject = { $name } took the question back
mail-feedback-retracted-body = Dear { $person },

    { $name } took back the request for your feedback. It needs no answer any more.
    { $link }
