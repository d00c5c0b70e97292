<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Browser</name>
    <message numerus="yes">
        <source>Show %Ln hidden</source>
        <translation>
            <numerusform>Show %Ln hidden</numerusform>
            <numerusform>Show %Ln hidden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show the %Ln least unlikely</source>
        <translation>
            <numerusform>Show the least unlikely one</numerusform>
            <numerusform>Show the %Ln least unlikely</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Counted</name>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln photo</numerusform>
            <numerusform>%Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln star(s)</source>
        <translation>
            <numerusform>%Ln star</numerusform>
            <numerusform>%Ln stars</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CountedCaptions</name>
    <message numerus="yes">
        <source>%Ln caption(s)</source>
        <translation>
            <numerusform>%Ln caption</numerusform>
            <numerusform>%Ln captions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln captioned photo(s)</source>
        <translation>
            <numerusform>%Ln captioned photo</numerusform>
            <numerusform>%Ln captioned photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln suggested tag(s) wait for your review and would count too.</source>
        <translation>
            <numerusform>%Ln suggested tag waits for your review and would count too.</numerusform>
            <numerusform>%Ln suggested tags wait for your review and would count too.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more captioned photo(s) cannot be opened now.</source>
        <translation>
            <numerusform>%Ln more captioned photo cannot be opened now.</numerusform>
            <numerusform>%Ln more captioned photos cannot be opened now.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FileActions</name>
    <message numerus="yes">
        <source>Also the %Ln other file(s) of their stacks</source>
        <translation>
            <numerusform>Also the %Ln other file of their stacks</numerusform>
            <numerusform>Also the %Ln other files of their stacks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HeadBar</name>
    <message numerus="yes">
        <source>%Ln label(s)</source>
        <translation>
            <numerusform>%Ln label</numerusform>
            <numerusform>%Ln labels</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%Ln field(s) changed both here and in a file.</source>
        <translation>
            <numerusform>%Ln field was changed both here and in a file.</numerusform>
            <numerusform>%Ln fields were changed both here and in a file.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MarkActions</name>
    <message numerus="yes">
        <source>%Ln star(s) for {photos}.</source>
        <translation>
            <numerusform>%Ln star for {photos}.</numerusform>
            <numerusform>%Ln stars for {photos}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PhotoActions</name>
    <message numerus="yes">
        <source>%Ln path(s) copied.</source>
        <translation>
            <numerusform>%Ln path copied.</numerusform>
            <numerusform>%Ln paths copied.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message numerus="yes">
        <source>%Ln to review</source>
        <translation>
            <numerusform>%Ln to review</numerusform>
            <numerusform>%Ln to review</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tag(s) accepted</source>
        <translation>
            <numerusform>%Ln tag accepted</numerusform>
            <numerusform>%Ln tags accepted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln suggestion(s) rejected</source>
        <translation>
            <numerusform>%Ln suggestion rejected</numerusform>
            <numerusform>%Ln suggestions rejected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReviewQueue</name>
    <message numerus="yes">
        <source>Accept %Ln suggestion(s)</source>
        <translation>
            <numerusform>Accept %Ln suggestion</numerusform>
            <numerusform>Accept %Ln suggestions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reject %Ln suggestion(s)</source>
        <translation>
            <numerusform>Reject %Ln suggestion</numerusform>
            <numerusform>Reject %Ln suggestions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SetTree</name>
    <message numerus="yes">
        <source>%Ln to review</source>
        <translation>
            <numerusform>%Ln to review</numerusform>
            <numerusform>%Ln to review</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StarBar</name>
    <message numerus="yes">
        <source>%Ln star(s)</source>
        <translation>
            <numerusform>%Ln star</numerusform>
            <numerusform>%Ln stars</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Given now: %Ln star(s)</source>
        <translation>
            <numerusform>Given now: %Ln star</numerusform>
            <numerusform>Given now: %Ln stars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StudioPage</name>
    <message numerus="yes">
        <source>%Ln suggestion(s) to review.</source>
        <translation>
            <numerusform>%Ln suggestion to review.</numerusform>
            <numerusform>%Ln suggestions to review.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TeachBar</name>
    <message numerus="yes">
        <source>%Ln more accepted</source>
        <translation>
            <numerusform>%Ln more accepted</numerusform>
            <numerusform>%Ln more accepted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more rejected</source>
        <translation>
            <numerusform>%Ln more rejected</numerusform>
            <numerusform>%Ln more rejected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UndoDesk</name>
    <message numerus="yes">
        <source>%Ln decision(s) taken back.</source>
        <translation>
            <numerusform>%Ln decision taken back.</numerusform>
            <numerusform>%Ln decisions taken back.</numerusform>
        </translation>
    </message>
</context>
</TS>
