; The installer for Windows: for one person, without administrator rights.
;   makensis -DVERSION=0.1.0 -DPAYLOAD=folder -DOUTPUT=setup.exe [-DICON=file.ico] installer.nsi
; Run with /S it asks nothing; /D=C:\folder (last, unquoted) chooses the place. So does Uninstall.exe /S.
Unicode true
SetCompressor /SOLID lzma
SetCompressorDictSize 64
RequestExecutionLevel user
ManifestDPIAware true

!include "MUI2.nsh"
!include "FileFunc.nsh"

!define NAME "Counterpoint"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define DOCUMENT "Counterpoint.Workspace"

Name "${NAME}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "Software\${NAME}" "Folder"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${NAME} installer"
VIAddVersionKey "LegalCopyright" "Apache-2.0"
!ifdef ICON
  !define MUI_ICON "${ICON}"
  !define MUI_UNICON "${ICON}"
!endif

!define MUI_FINISHPAGE_RUN "$INSTDIR\counterpointw.exe"
!insertmacro MUI_PAGE_LICENSE "${PAYLOAD}\_internal\LICENSE"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; A folder that holds other things must never be emptied: only ours has this program in it.
Function .onVerifyInstDir
  IfFileExists "$INSTDIR\*.*" 0 done
  IfFileExists "$INSTDIR\counterpoint.exe" done
  ${DirState} "$INSTDIR" $0
  StrCmp $0 "1" 0 done
  Abort
done:
FunctionEnd

Section
  SetShellVarContext current
  ; An older version goes first, so that none of its libraries stay; what it stored for a person lies elsewhere.
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${PAYLOAD}\*.*"
  WriteUninstaller "$INSTDIR\Uninstall.exe"

  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\counterpointw.exe"
  WriteRegStr HKCU "Software\${NAME}" "Folder" "$INSTDIR"
  WriteRegStr HKCU "Software\Classes\.counterpoint" "" "${DOCUMENT}"
  WriteRegStr HKCU "Software\Classes\${DOCUMENT}" "" "Counterpoint workspace"
  WriteRegStr HKCU "Software\Classes\${DOCUMENT}\DefaultIcon" "" "$INSTDIR\counterpointw.exe,0"
  WriteRegStr HKCU "Software\Classes\${DOCUMENT}\shell\open\command" "" '"$INSTDIR\counterpointw.exe" "%1"'
  ; "counterpoint" in the Run box and in Start-Process finds the one for the command line.
  WriteRegStr HKCU "Software\Microsoft\Windows\CurrentVersion\App Paths\counterpoint.exe" "" "$INSTDIR\counterpoint.exe"

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\counterpointw.exe"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\Uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section "Uninstall"
  SetShellVarContext current
  IfFileExists "$INSTDIR\counterpoint.exe" 0 gone
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\counterpoint.exe"
  Delete "$INSTDIR\counterpointw.exe"
gone:
  Delete "$INSTDIR\Uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  ReadRegStr $0 HKCU "Software\Classes\.counterpoint" ""
  StrCmp $0 "${DOCUMENT}" 0 +2
  DeleteRegKey HKCU "Software\Classes\.counterpoint"
  DeleteRegKey HKCU "Software\Classes\${DOCUMENT}"
  DeleteRegKey HKCU "Software\Microsoft\Windows\CurrentVersion\App Paths\counterpoint.exe"
  DeleteRegKey HKCU "Software\${NAME}"
  DeleteRegKey HKCU "${UNINSTALL}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
