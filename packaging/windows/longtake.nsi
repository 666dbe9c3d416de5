; Compiled by package.bat: makensis -DVERSION=1.2.3 -DBUNDLE=folder -DPARTS=folder -DOUT=file. Installs for one user: no
; administrator. Backslashes throughout: makensis on Windows finds no files behind another sign (elsewhere it takes both).
Unicode true
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include x64.nsh

Name "Longtake"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Longtake"
InstallDirRegKey HKCU "Software\Longtake" "Folder"
RequestExecutionLevel user
ManifestDPIAware true
AllowSkipFiles off
SetCompressor lzma ; not /SOLID: that writes all of it among the temporary files first, unseen by the check for room
!define MUI_ICON "${PARTS}\longtake.ico"
!define MUI_UNICON "${PARTS}\longtake.ico"
!define MUI_ABORTWARNING
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Longtake"
!define CAPABILITIES "Software\Longtake\Capabilities"
!define CLASSES "Software\Classes"
!define PROJECT "Longtake.Project"
!define BEFORE "$INSTDIR\longtake-before" ; the version before, until this one is whole

VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Longtake"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Longtake installer"
VIAddVersionKey "LegalCopyright" "The Longtake developers"

!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\longtake.exe"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

Var aside ; 1: the version before lies in ${BEFORE}

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "Longtake needs Windows 10 or 11 with 64 bits. Nothing was installed." /SD IDOK
    SetErrorLevel 3
    Abort
  ${EndIf}
FunctionEnd

; A program that runs cannot be opened for writing.
!macro GoWhereOpen file label
  ${If} ${FileExists} "$INSTDIR\${file}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${file}" a
    IfErrors ${label}
    FileClose $0
  ${EndIf}
!macroend

!macro WaitUntilClosed un
Function ${un}WaitUntilClosed
  try:
    !insertmacro GoWhereOpen "longtake.exe" open
    !insertmacro GoWhereOpen "longtake-cli.exe" open
    Return
  open:
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION \
      "Longtake is open, or $INSTDIR cannot be changed. Nothing was changed. Close Longtake and try again." \
      /SD IDCANCEL IDRETRY try
    SetErrorLevel 3
    Abort "Longtake is open, or its folder cannot be changed. Nothing was changed."
FunctionEnd
!macroend
!insertmacro WaitUntilClosed ""
!insertmacro WaitUntilClosed "un."

; So that a library that is left out of this version is gone, and that what fails half way can be undone. Where something
; still has a file of it open Windows renames nothing.
Function PutAside
  ${IfNot} ${FileExists} "$INSTDIR\longtake.exe"
    Return
  ${EndIf}
  RMDir /r "${BEFORE}"
  CreateDirectory "${BEFORE}"
  try:
    ClearErrors
    Rename "$INSTDIR\_internal" "${BEFORE}\_internal"
    IfErrors 0 renamed
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION \
      "A program has files of Longtake open. Nothing was changed. Close Longtake and what shows its folder, and try again." \
      /SD IDCANCEL IDRETRY try
    RMDir "${BEFORE}"
    SetErrorLevel 3
    Abort "A program has files of Longtake open. Nothing was changed."
  renamed:
    Rename "$INSTDIR\longtake.exe" "${BEFORE}\longtake.exe"
    Rename "$INSTDIR\longtake-cli.exe" "${BEFORE}\longtake-cli.exe"
    StrCpy $aside 1
FunctionEnd

Function .onInstFailed
  ${If} $aside = 1
    SetOutPath "$INSTDIR" ; else it may be a folder that has to go
    RMDir /r "$INSTDIR\_internal"
    Delete "$INSTDIR\longtake.exe"
    Delete "$INSTDIR\longtake-cli.exe"
    Rename "${BEFORE}\_internal" "$INSTDIR\_internal"
    Rename "${BEFORE}\longtake.exe" "$INSTDIR\longtake.exe"
    Rename "${BEFORE}\longtake-cli.exe" "$INSTDIR\longtake-cli.exe"
    RMDir "${BEFORE}"
  ${EndIf}
FunctionEnd

Section "Longtake"
  Call WaitUntilClosed
  Call PutAside
  SetOutPath "$INSTDIR"
  File /r "${BUNDLE}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Longtake.lnk" "$INSTDIR\longtake.exe"

  ; A project can be opened by us; whatever opens .otio now goes on doing so.
  WriteRegStr HKCU "${CLASSES}\${PROJECT}" "" "Longtake project"
  WriteRegStr HKCU "${CLASSES}\${PROJECT}\DefaultIcon" "" "$INSTDIR\longtake.exe,0"
  WriteRegStr HKCU "${CLASSES}\${PROJECT}\shell\open\command" "" '"$INSTDIR\longtake.exe" "%1"'
  WriteRegStr HKCU "${CLASSES}\.otio\OpenWithProgids" "${PROJECT}" ""
  ReadRegStr $0 HKCR ".otio" ""
  ${If} $0 == ""
    WriteRegStr HKCU "${CLASSES}\.otio" "" "${PROJECT}"
  ${EndIf}
  ; Windows' own page of default programs lists what is registered like this.
  WriteRegStr HKCU "${CAPABILITIES}" "ApplicationName" "Longtake"
  WriteRegStr HKCU "${CAPABILITIES}" "ApplicationDescription" "Edit films, and make clips longer"
  WriteRegStr HKCU "${CAPABILITIES}\FileAssociations" ".otio" "${PROJECT}"
  WriteRegStr HKCU "Software\RegisteredApplications" "Longtake" "${CAPABILITIES}"

  WriteRegStr HKCU "Software\Longtake" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Longtake"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\longtake.exe,0"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Longtake developers"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  RMDir /r "${BEFORE}"
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0 ; KiB
  ${RefreshShellIcons}
SectionEnd

; What users made lies in their own folders and stays. Only what this installer wrote goes: a folder that someone chose
; may hold other things.
Section "Uninstall"
  Call un.WaitUntilClosed
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "${BEFORE}"
  Delete "$INSTDIR\longtake.exe"
  Delete "$INSTDIR\longtake-cli.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Longtake.lnk"
  ReadRegStr $0 HKCU "${CLASSES}\.otio" ""
  ${If} $0 == "${PROJECT}"
    DeleteRegValue HKCU "${CLASSES}\.otio" ""
  ${EndIf}
  DeleteRegValue HKCU "${CLASSES}\.otio\OpenWithProgids" "${PROJECT}"
  DeleteRegKey HKCU "${CLASSES}\${PROJECT}"
  DeleteRegValue HKCU "Software\RegisteredApplications" "Longtake"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\Longtake"
  ${un.RefreshShellIcons}
SectionEnd
