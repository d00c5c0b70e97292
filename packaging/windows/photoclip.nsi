; PhotoClip's installer for Windows (NSIS 3): one person's, without administrator rights.
;
;   makensis -NOCD -DVERSION=0.1.0 -DDIST=dist/photoclip -DICON=build/photoclip.ico ^
;            -DOUT=dist/PhotoClip-0.1.0-setup.exe packaging/windows/photoclip.nsi
;
; The library of photos (%LOCALAPPDATA%\PhotoClip) is never touched, not by the uninstaller either.

Unicode true
!ifndef VERSION
  !error "Say which version: -DVERSION=0.1.0"
!endif
!ifndef DIST
  !error "Say where the built program lies: -DDIST=dist/photoclip"
!endif
!ifndef ICON
  !error "Say where the icon lies: -DICON=build/photoclip.ico (packaging/windows/make_icon.py)"
!endif
!ifndef OUT
  !define OUT "PhotoClip-${VERSION}-setup.exe"
!endif

; Without a console where the build has that program.
!if /FileExists "${DIST}\photoclip-window.exe"
  !define WINDOW "photoclip-window.exe"
!else
  !define WINDOW "photoclip.exe"
!endif

!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "WinVer.nsh"
!include "x64.nsh"

!define APP "PhotoClip"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${APP}"
!define VERB "PhotoClip.SearchByPicture"
!define RUNTIME_PAGE "https://aka.ms/vs/17/release/vc_redist.x64.exe"

Name "${APP} ${VERSION}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${APP}"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
RequestExecutionLevel user
; Paths inside of the program are longer than 260 signs where the home folder's name is long.
ManifestLongPathAware true
ManifestDPIAware true
ManifestSupportedOS all
SetCompressor /SOLID lzma
BrandingText " "
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${APP}"
VIAddVersionKey "FileDescription" "${APP} setup"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "GPL-3.0-or-later"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOW}"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "$(KeepsLibrary)"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"

LangString SearchBy ${LANG_ENGLISH} "Search by this picture in PhotoClip"
LangString SearchBy ${LANG_GERMAN} "In PhotoClip mit diesem Bild suchen"
LangString NeedsNewer ${LANG_ENGLISH} "PhotoClip needs 64-bit Windows 10 or newer."
LangString NeedsNewer ${LANG_GERMAN} "PhotoClip braucht Windows 10 (64 Bit) oder neuer."
LangString IsOpen ${LANG_ENGLISH} "PhotoClip is open. Close it, then press Retry."
LangString IsOpen ${LANG_GERMAN} "PhotoClip ist geöffnet. Schließen Sie es und drücken Sie dann „Wiederholen“."
LangString NeedsRuntime ${LANG_ENGLISH} "PhotoClip needs the Microsoft Visual C++ Redistributable (x64), which is not on this computer. Download it from Microsoft now?"
LangString NeedsRuntime ${LANG_GERMAN} "PhotoClip braucht das Microsoft Visual C++ Redistributable (x64), das auf diesem Computer fehlt. Jetzt bei Microsoft herunterladen?"
LangString KeepsLibrary ${LANG_ENGLISH} "The program is removed. Your photos and your library (tags, captions, albums) stay where they are."
LangString KeepsLibrary ${LANG_GERMAN} "Das Programm wird entfernt. Ihre Fotos und Ihre Bibliothek (Schlagwörter, Beschreibungen, Alben) bleiben, wo sie sind."

; Windows' own kind "image" does not hold all of these.
!macro ForEachKind DO
  !insertmacro ${DO} "image"
  !insertmacro ${DO} ".heic"
  !insertmacro ${DO} ".heif"
  !insertmacro ${DO} ".avif"
  !insertmacro ${DO} ".webp"
  !insertmacro ${DO} ".jp2"
  !insertmacro ${DO} ".psd"
  !insertmacro ${DO} ".dng"
  !insertmacro ${DO} ".arw"
  !insertmacro ${DO} ".cr2"
  !insertmacro ${DO} ".cr3"
  !insertmacro ${DO} ".nef"
  !insertmacro ${DO} ".orf"
  !insertmacro ${DO} ".raf"
  !insertmacro ${DO} ".rw2"
!macroend

!macro AddVerb KIND
  WriteRegStr HKCU "Software\Classes\SystemFileAssociations\${KIND}\shell\${VERB}" "" "$(SearchBy)"
  WriteRegStr HKCU "Software\Classes\SystemFileAssociations\${KIND}\shell\${VERB}" "Icon" '"$INSTDIR\${WINDOW}",0'
  WriteRegStr HKCU "Software\Classes\SystemFileAssociations\${KIND}\shell\${VERB}\command" "" '"$INSTDIR\${WINDOW}" open "%1"'
!macroend

!macro RemoveVerb KIND
  DeleteRegKey HKCU "Software\Classes\SystemFileAssociations\${KIND}\shell\${VERB}"
  ; Only where nothing else is left in them.
  DeleteRegKey /ifempty HKCU "Software\Classes\SystemFileAssociations\${KIND}\shell"
  DeleteRegKey /ifempty HKCU "Software\Classes\SystemFileAssociations\${KIND}"
!macroend

; A program that runs cannot be written to.
!macro WaitUntilClosed FILE
  ClearErrors
  ${DoWhile} ${FileExists} "$INSTDIR\${FILE}"
    FileOpen $0 "$INSTDIR\${FILE}" a
    ${IfNot} ${Errors}
      FileClose $0
      ${Break}
    ${EndIf}
    ClearErrors
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(IsOpen)" /SD IDCANCEL IDRETRY +2
    Abort
  ${Loop}
!macroend

; Only what this installer itself put there: people choose folders with other things in them.
!macro RemoveProgram
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\photoclip.exe"
  Delete "$INSTDIR\photoclip-window.exe"
  Delete "$INSTDIR\photoclip-trainer.exe"
  Delete "$INSTDIR\LICENSE"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\THIRD_PARTY_LICENSES.txt"
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "$(NeedsNewer)" /SD IDOK
    Abort
  ${EndIf}
  SetRegView 64
FunctionEnd

Function un.onInit
  SetRegView 64
FunctionEnd

Section "PhotoClip"
  !insertmacro WaitUntilClosed "photoclip.exe"
  !insertmacro WaitUntilClosed "photoclip-window.exe"
  !insertmacro WaitUntilClosed "photoclip-trainer.exe"
  !insertmacro RemoveProgram
  SetOutPath "$INSTDIR"
  ; On Windows makensis knows no other sign between folders; elsewhere it takes this one too.
  File /r "${DIST}\*"
  CreateShortcut "$SMPROGRAMS\${APP}.lnk" "$INSTDIR\${WINDOW}"
  !insertmacro ForEachKind AddVerb
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${APP}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${WINDOW}"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
  Call CheckRuntime
  ; Explorer reads the new entries of its menus.
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Function CheckRuntime
  ClearErrors
  ReadRegDWORD $0 HKLM "SOFTWARE\Microsoft\VisualStudio\14.0\VC\Runtimes\x64" "Installed"
  ${If} $0 = 1
    Return
  ${EndIf}
  ; A build that brings its own needs none.
  ${If} ${FileExists} "$INSTDIR\_internal\msvcp140.dll"
  ${AndIf} ${FileExists} "$INSTDIR\_internal\vcruntime140_1.dll"
    Return
  ${EndIf}
  MessageBox MB_YESNO|MB_ICONQUESTION "$(NeedsRuntime)" /SD IDNO IDNO +2
  ExecShell "open" "${RUNTIME_PAGE}"
FunctionEnd

Section "Uninstall"
  !insertmacro WaitUntilClosed "photoclip.exe"
  !insertmacro WaitUntilClosed "photoclip-window.exe"
  !insertmacro WaitUntilClosed "photoclip-trainer.exe"
  !insertmacro RemoveProgram
  Delete "$INSTDIR\uninstall.exe"
  ; Not with /r: what somebody else put there stays.
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${APP}.lnk"
  !insertmacro ForEachKind RemoveVerb
  DeleteRegKey HKCU "${UNINSTALL}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
