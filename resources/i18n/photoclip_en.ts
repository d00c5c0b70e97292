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
</context>
</TS>
