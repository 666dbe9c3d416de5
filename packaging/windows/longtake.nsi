; Compiled by makensis -DVERSION=… -DBUNDLE=folder -DPARTS=folder -DOUT=file. Installs for one user: no administrator.
Unicode true
!include MUI2.nsh
!include FileFunc.nsh

Name "Longtake"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Longtake"
InstallDirRegKey HKCU "Software\Longtake" "Folder"
RequestExecutionLevel user
SetCompressor /SOLID lzma
!define MUI_ICON "${PARTS}/longtake.ico"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Longtake"
!define PROJECT "Longtake.Project"

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

Section "Longtake"
  SetOutPath "$INSTDIR"
  RMDir /r "$INSTDIR\_internal" ; of the version before
  File /r "${BUNDLE}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Longtake.lnk" "$INSTDIR\longtake.exe"

  ; A project can be opened by us; whatever opens .otio now goes on doing so.
  WriteRegStr HKCU "Software\Classes\${PROJECT}" "" "Longtake project"
  WriteRegStr HKCU "Software\Classes\${PROJECT}\DefaultIcon" "" "$INSTDIR\longtake.exe,0"
  WriteRegStr HKCU "Software\Classes\${PROJECT}\shell\open\command" "" '"$INSTDIR\longtake.exe" "%1"'
  WriteRegStr HKCU "Software\Classes\.otio\OpenWithProgids" "${PROJECT}" ""

  WriteRegStr HKCU "Software\Longtake" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Longtake"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\longtake.exe"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
SectionEnd

; What users made lies in their own folders and stays. Only what this installer wrote goes: a folder that someone chose
; may hold other things.
Section "Uninstall"
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\longtake.exe"
  Delete "$INSTDIR\longtake-cli.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Longtake.lnk"
  DeleteRegValue HKCU "Software\Classes\.otio\OpenWithProgids" "${PROJECT}"
  DeleteRegKey HKCU "Software\Classes\${PROJECT}"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\Longtake"
SectionEnd
