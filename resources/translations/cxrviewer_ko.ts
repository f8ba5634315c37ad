<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR" sourcelanguage="en">
<context>
    <name>Banner</name>
    <message>
        <source>Demo model</source>
        <translation>데모 모델</translation>
    </message>
    <message>
        <source>This checkpoint has only ever seen synthetic films, and this is not one. What it writes here means nothing.</source>
        <translation>이 체크포인트는 합성 영상만 학습했으며, 이 영상은 합성 영상이 아닙니다. 여기서 생성된 글에는 아무 의미가 없습니다.</translation>
    </message>
</context>
<context>
    <name>Blink</name>
    <message>
        <source>Prior radiograph</source>
        <translation>이전 영상</translation>
    </message>
</context>
<context>
    <name>CalibrationDoor</name>
    <message>
        <source>{state} · right: fields to measure · Esc</source>
        <translation>{state} · 오른쪽: 측정 화면 · Esc</translation>
    </message>
    <message>
        <source>display not calibrated</source>
        <translation>모니터 보정 안 됨</translation>
    </message>
    <message>
        <source>display calibrated {date}</source>
        <translation>모니터 보정됨 {date}</translation>
    </message>
</context>
<context>
    <name>CalibrationForm</name>
    <message>
        <source>Display calibration</source>
        <translation>모니터 보정</translation>
    </message>
    <message>
        <source>not calibrated</source>
        <translation>보정 안 됨</translation>
    </message>
    <message>
        <source>by the screen or its own software (DICOM)</source>
        <translation>모니터 자체 또는 전용 소프트웨어로 (DICOM)</translation>
    </message>
    <message>
        <source>here, from its darkest and brightest</source>
        <translation>여기서, 가장 어두운 값과 밝은 값으로</translation>
    </message>
    <message>
        <source>here, from measured luminances</source>
        <translation>여기서, 측정한 휘도로</translation>
    </message>
    <message>
        <source>Luminances must be numbers above 0 that rise from black to white, with the room&apos;s light from 0.05 to 3990 cd/m²; enter one a line, {count} for the fields of the test page, at least {fewest}.</source>
        <translation>휘도는 검정에서 흰색으로 커지는 0보다 큰 수여야 하며, 실내 조명을 더해 0.05~3990 cd/m² 범위여야 합니다. 한 줄에 하나씩, 시험 화면의 칸 수인 {count}개, 적어도 {fewest}개를 입력하십시오.</translation>
    </message>
    <message>
        <source>The brightest must lie above the darkest, and the darkest with the room&apos;s light at 0.05 cd/m² or more.</source>
        <translation>가장 밝은 값은 가장 어두운 값보다 커야 하며, 가장 어두운 값은 실내 조명을 더해 0.05 cd/m² 이상이어야 합니다.</translation>
    </message>
    <message>
        <source>&amp;Calibrated</source>
        <translation>보정(&amp;C)</translation>
    </message>
    <message>
        <source>How the screen is calibrated</source>
        <translation>모니터 보정 방법</translation>
    </message>
    <message>
        <source>&amp;Darkest</source>
        <translation>가장 어두움(&amp;D)</translation>
    </message>
    <message>
        <source>Luminance of black</source>
        <translation>검정의 휘도</translation>
    </message>
    <message>
        <source>&amp;Brightest</source>
        <translation>가장 밝음(&amp;B)</translation>
    </message>
    <message>
        <source>Luminance of white</source>
        <translation>흰색의 휘도</translation>
    </message>
    <message>
        <source>&amp;Gamma</source>
        <translation>감마(&amp;G)</translation>
    </message>
    <message>
        <source>Power of the driving level</source>
        <translation>구동 레벨의 지수</translation>
    </message>
    <message>
        <source>&amp;Room</source>
        <translation>실내 조명(&amp;R)</translation>
    </message>
    <message>
        <source>Luminance that the room&apos;s light adds at the screen</source>
        <translation>실내 조명이 화면에 더하는 휘도</translation>
    </message>
    <message>
        <source>&amp;Measured</source>
        <translation>측정값(&amp;M)</translation>
    </message>
    <message>
        <source>Measured luminances, one a line, black first</source>
        <translation>측정한 휘도, 한 줄에 하나씩, 검정부터</translation>
    </message>
    <message>
        <source>&amp;Test page</source>
        <translation>시험 화면(&amp;T)</translation>
    </message>
    <message>
        <source>Squares, ramps and line pairs over the whole screen; Right shows fields to measure</source>
        <translation>전체 화면의 사각형, 계조, 선쌍; 오른쪽 키로 측정 화면을 봅니다</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>저장(&amp;S)</translation>
    </message>
    <message>
        <source>Films are shown so that equal steps of grey look equal on this screen (DICOM GSDF).</source>
        <translation>같은 회색 간격이 이 모니터에서 같게 보이도록 영상을 표시합니다 (DICOM GSDF).</translation>
    </message>
</context>
<context>
    <name>ChatPanel</name>
    <message>
        <source>Question about the draft</source>
        <translation>초안에 대한 질문</translation>
    </message>
    <message>
        <source>Failed: {reason}</source>
        <translation>실패: {reason}</translation>
    </message>
    <message>
        <source>Ask about the draft</source>
        <translation>초안에 대해 질문하기</translation>
    </message>
    <message>
        <source>The chat opens once there is a draft</source>
        <translation>초안이 만들어지면 대화할 수 있습니다</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>보내기</translation>
    </message>
    <message>
        <source>Stop (Ctrl+.)</source>
        <translation>중지 (Ctrl+.)</translation>
    </message>
    <message>
        <source>Send (Enter)</source>
        <translation>보내기 (Enter)</translation>
    </message>
    <message>
        <source>Asking question {number} anew; Esc leaves it.</source>
        <translation>질문 {number}을(를) 다시 묻습니다. Esc로 취소합니다.</translation>
    </message>
    <message>
        <source>Stopped: the text is not complete.</source>
        <translation>중지됨: 글이 완성되지 않았습니다.</translation>
    </message>
    <message>
        <source>Cut off: the text is not complete.</source>
        <translation>길이 제한: 글이 완성되지 않았습니다.</translation>
    </message>
    <message>
        <source>&amp;Differential</source>
        <translation>감별진단(&amp;D)</translation>
    </message>
    <message>
        <source>Al&amp;ternative</source>
        <translation>다른 가능성(&amp;T)</translation>
    </message>
    <message>
        <source>Further e&amp;xam</source>
        <translation>추가 검사(&amp;X)</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>대화</translation>
    </message>
</context>
<context>
    <name>CheckpointTable</name>
    <message>
        <source>Models on this machine</source>
        <translation>이 컴퓨터의 모델</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>정밀도</translation>
    </message>
    <message>
        <source>Where from</source>
        <translation>출처</translation>
    </message>
</context>
<context>
    <name>CheckpointWork</name>
    <message>
        <source>the checkpoint could not be worked on; the log file says more</source>
        <translation>체크포인트를 처리하지 못했습니다. 자세한 내용은 로그 파일에 있습니다</translation>
    </message>
</context>
<context>
    <name>ColumnRoles</name>
    <message>
        <source>reports of an arm</source>
        <translation>한 군의 판독문</translation>
    </message>
    <message>
        <source>what is true of the film</source>
        <translation>영상의 정답</translation>
    </message>
    <message>
        <source>group of cases</source>
        <translation>증례 묶음</translation>
    </message>
    <message>
        <source>training case or not</source>
        <translation>연습 증례 여부</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>사용하지 않음</translation>
    </message>
    <message>
        <source>What column {name} is</source>
        <translation>{name} 열의 의미</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>Prior radiograph</source>
        <translation>이전 영상</translation>
    </message>
    <message>
        <source>Prior</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>A film beside this one</source>
        <translation>이 영상 옆에 다른 영상</translation>
    </message>
    <message>
        <source>this is the film on the screen; choose another to compare with</source>
        <translation>화면에 있는 영상입니다. 비교할 다른 영상을 선택하십시오</translation>
    </message>
    <message>
        <source>CURRENT · {date}</source>
        <translation>현재 · {date}</translation>
    </message>
    <message>
        <source>PRIOR · {date}</source>
        <translation>이전 · {date}</translation>
    </message>
    <message>
        <source>{prior}, later than the current film</source>
        <translation>{prior}, 현재 영상보다 나중</translation>
    </message>
    <message>
        <source>{prior}, not linked</source>
        <translation>{prior}, 연동 안 됨</translation>
    </message>
    <message>
        <source>ANOTHER PATIENT than on the current film</source>
        <translation>현재 영상과 다른 환자</translation>
    </message>
    <message>
        <source>Patient not certain: not stated on both films</source>
        <translation>환자 확인 불가: 두 영상 모두에 기재되어 있지 않음</translation>
    </message>
    <message>
        <source>no date</source>
        <translation>날짜 없음</translation>
    </message>
    <message>
        <source>Open a film beside this one</source>
        <translation>이 영상 옆에 영상 열기</translation>
    </message>
    <message>
        <source>Move each alone</source>
        <translation>따로 움직이기</translation>
    </message>
    <message>
        <source>Move both together</source>
        <translation>함께 움직이기</translation>
    </message>
    <message>
        <source>Exchange places</source>
        <translation>자리 바꾸기</translation>
    </message>
    <message>
        <source>This film alone</source>
        <translation>이 영상만</translation>
    </message>
</context>
<context>
    <name>CornerText</name>
    <message>
        <source>Patient hidden</source>
        <translation>환자 정보 숨김</translation>
    </message>
    <message>
        <source>W {width}  L {level}</source>
        <translation>W {width}  L {level}</translation>
    </message>
    <message>
        <source>inverted</source>
        <translation>반전됨</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>{zoom}  pixels as squares</source>
        <translation>{zoom}  픽셀을 사각형으로</translation>
    </message>
    <message>
        <source>{columns} x {rows}</source>
        <translation>{columns} x {rows}</translation>
    </message>
    <message>
        <source>PHANTOM - not for diagnosis</source>
        <translation>팬텀 - 진단용 아님</translation>
    </message>
    <message>
        <source>{n} y</source>
        <translation>{n}세</translation>
    </message>
    <message>
        <source>{n} months</source>
        <translation>{n}개월</translation>
    </message>
    <message>
        <source>{n} weeks</source>
        <translation>{n}주</translation>
    </message>
    <message>
        <source>{n} days</source>
        <translation>{n}일</translation>
    </message>
</context>
<context>
    <name>DesignWindow</name>
    <message>
        <source>cxrviewer: new reader study</source>
        <translation>cxrviewer: 새 판독자 연구</translation>
    </message>
    <message>
        <source>Manifest (CSV): case, image, a column an arm</source>
        <translation>목록 파일(CSV): case, image, 군마다 한 열</translation>
    </message>
    <message>
        <source>New folder for the study</source>
        <translation>연구를 저장할 새 폴더</translation>
    </message>
    <message>
        <source>Copy the films into the study&apos;s folder</source>
        <translation>영상을 연구 폴더로 복사</translation>
    </message>
    <message>
        <source>Rows that cannot be used</source>
        <translation>사용할 수 없는 행</translation>
    </message>
    <message>
        <source>Create and lock</source>
        <translation>만들고 잠그기</translation>
    </message>
    <message>
        <source>Name a new folder for the study.</source>
        <translation>연구를 저장할 새 폴더를 지정하십시오.</translation>
    </message>
    <message>
        <source>Making the study</source>
        <translation>연구를 만드는 중</translation>
    </message>
    <message>
        <source>Manifest</source>
        <translation>목록 파일</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv *.txt)</source>
        <translation>표 (*.csv *.tsv *.txt)</translation>
    </message>
    <message>
        <source>Reading the manifest and its films</source>
        <translation>목록 파일과 영상을 읽는 중</translation>
    </message>
    <message>
        <source>{cases} cases, {arms} arms: {names}</source>
        <translation>증례 {cases}건, 군 {arms}개: {names}</translation>
    </message>
    <message>
        <source> · {training} training cases</source>
        <translation> · 연습 증례 {training}건</translation>
    </message>
    <message>
        <source>The study is locked: {folder}</source>
        <translation>연구가 잠겼습니다: {folder}</translation>
    </message>
    <message>
        <source>{count} rows cannot be used; correct the manifest and choose it again.</source>
        <translation>{count}개 행을 사용할 수 없습니다. 목록 파일을 고친 뒤 다시 선택하십시오.</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>선택</translation>
    </message>
    <message>
        <source>Choose: {words}</source>
        <translation>선택: {words}</translation>
    </message>
    <message>
        <source>New reader study</source>
        <translation>새 판독자 연구</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>증례</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>프로토콜</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>Once locked, nothing of this can be changed. Ctrl+Enter.</source>
        <translation>잠근 뒤에는 아무것도 바꿀 수 없습니다. Ctrl+Enter.</translation>
    </message>
</context>
<context>
    <name>DraftPanel</name>
    <message>
        <source>Sampling</source>
        <translation>샘플링</translation>
    </message>
    <message>
        <source>Temperature, top-p, seed and length</source>
        <translation>온도, top-p, 시드, 길이</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>모델 선택</translation>
    </message>
    <message>
        <source>Models on this machine (Ctrl+M)</source>
        <translation>이 컴퓨터의 모델 (Ctrl+M)</translation>
    </message>
    <message>
        <source>AI draft, not verified</source>
        <translation>AI 초안, 미확인</translation>
    </message>
    <message>
        <source>Failed: {reason}</source>
        <translation>실패: {reason}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Stop writing (Ctrl+.)</source>
        <translation>작성 중지 (Ctrl+.)</translation>
    </message>
    <message>
        <source>Draft again</source>
        <translation>다시 작성</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>초안 작성</translation>
    </message>
    <message>
        <source>Draft a report of this film (Ctrl+Enter)</source>
        <translation>이 영상의 판독문 초안을 작성합니다 (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>No model: {reason}</source>
        <translation>모델 없음: {reason}</translation>
    </message>
    <message>
        <source>Open a film, and the model can draft a report of it.</source>
        <translation>영상을 열면 모델이 판독문 초안을 작성할 수 있습니다.</translation>
    </message>
    <message>
        <source>Begins as soon as the model is loaded.</source>
        <translation>모델을 불러오는 대로 시작합니다.</translation>
    </message>
    <message>
        <source>The model is looking at the film.</source>
        <translation>모델이 영상을 보고 있습니다.</translation>
    </message>
    <message>
        <source>The model wrote nothing. Draft again, or choose another prompt.</source>
        <translation>모델이 아무것도 쓰지 않았습니다. 다시 작성하거나 다른 프롬프트를 선택하십시오.</translation>
    </message>
    <message>
        <source>No draft yet. Ctrl+Enter drafts one.</source>
        <translation>아직 초안이 없습니다. Ctrl+Enter로 작성합니다.</translation>
    </message>
    <message>
        <source>Six findings</source>
        <translation>여섯 가지 소견</translation>
    </message>
    <message>
        <source>Basic</source>
        <translation>기본</translation>
    </message>
    <message>
        <source>Paediatric</source>
        <translation>소아</translation>
    </message>
    <message>
        <source>Differential diagnoses</source>
        <translation>감별진단</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>What the model is asked; each is one of the papers&apos; prompts</source>
        <translation>모델에 주는 지시문이며, 모두 논문에 실린 것입니다</translation>
    </message>
    <message>
        <source>AI draft - not verified</source>
        <translation>AI 초안 - 미확인</translation>
    </message>
</context>
<context>
    <name>DrawingBoard</name>
    <message>
        <source>Edit text</source>
        <translation>글 편집</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>히스토그램</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
</context>
<context>
    <name>Evaluation</name>
    <message>
        <source>the results could not be computed; the log file says more</source>
        <translation>결과를 계산하지 못했습니다. 자세한 내용은 로그 파일에 있습니다</translation>
    </message>
</context>
<context>
    <name>FetchPage</name>
    <message>
        <source>I accept both licences</source>
        <translation>두 라이선스에 모두 동의합니다</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>내려받기</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>뒤로</translation>
    </message>
    <message>
        <source>Fetch CXR-LLaVA-v2</source>
        <translation>CXR-LLaVA-v2 내려받기</translation>
    </message>
    <message>
        <source>The published checkpoint, 14.1 GB, from huggingface.co. Only weights, JSON and the tokenizer come; what is broken off goes on next time. Research use only; not a medical device.</source>
        <translation>공개된 체크포인트, 14.1 GB, huggingface.co에서 받습니다. 가중치, JSON, 토크나이저만 받으며, 중단되면 다음에 이어서 받습니다. 연구용이며 의료기기가 아닙니다.</translation>
    </message>
    <message>
        <source>Full text of the {name}</source>
        <translation>{name} 전문</translation>
    </message>
</context>
<context>
    <name>FileAsking</name>
    <message>
        <source>Open films</source>
        <translation type="unfinished">영상 열기</translation>
    </message>
    <message>
        <source>Open a folder of films</source>
        <translation type="unfinished">영상 폴더 열기</translation>
    </message>
</context>
<context>
    <name>FilmArea</name>
    <message>
        <source>No film is open</source>
        <translation>열린 영상이 없습니다</translation>
    </message>
    <message>
        <source>Drop files or a folder here, press Ctrl+O, or name them on the command line.</source>
        <translation>파일이나 폴더를 여기에 끌어다 놓거나, Ctrl+O를 누르거나, 명령줄에 지정하십시오.</translation>
    </message>
    <message>
        <source>Opening {name}</source>
        <translation>{name} 여는 중</translation>
    </message>
    <message>
        <source>{name} cannot be shown</source>
        <translation>{name}을(를) 표시할 수 없습니다</translation>
    </message>
    <message>
        <source>The film&apos;s name is hidden</source>
        <translation>영상 이름 숨김</translation>
    </message>
    <message>
        <source>Open files</source>
        <translation>파일 열기</translation>
    </message>
    <message>
        <source>Open a folder</source>
        <translation>폴더 열기</translation>
    </message>
    <message>
        <source>Open the demo films</source>
        <translation>데모 영상 열기</translation>
    </message>
</context>
<context>
    <name>FilmDelegate</name>
    <message>
        <source>Hidden</source>
        <translation>숨김</translation>
    </message>
    <message>
        <source>error</source>
        <translation>오류</translation>
    </message>
</context>
<context>
    <name>FilmListing</name>
    <message>
        <source>no film was found there; open DICOM, PNG, JPEG or TIFF files, or a zip</source>
        <translation>필름을 찾지 못했습니다. DICOM, PNG, JPEG, TIFF 파일이나 zip을 여십시오</translation>
    </message>
    <message>
        <source>{missing} of {listed} films that the {container} lists are missing ({names}); copy the disc again</source>
        <translation>{container}에 적힌 필름 {listed}개 중 {missing}개가 없습니다({names}). 디스크를 다시 복사하십시오</translation>
    </message>
</context>
<context>
    <name>FilmOpening</name>
    <message>
        <source>film {number}</source>
        <translation>필름 {number}</translation>
    </message>
</context>
<context>
    <name>FilmPlanes</name>
    <message>
        <source>damaged, passed over: {parts}</source>
        <translation>손상되어 건너뜀: {parts}</translation>
    </message>
    <message>
        <source>shutter lifted</source>
        <translation>셔터 해제됨</translation>
    </message>
    <message>
        <source>overlays hidden</source>
        <translation>오버레이 숨김</translation>
    </message>
</context>
<context>
    <name>FilmTable</name>
    <message>
        <source>Worklist as a table</source>
        <translation>표로 보는 작업 목록</translation>
    </message>
</context>
<context>
    <name>FilmTags</name>
    <message>
        <source>No film is open.</source>
        <translation>열린 영상이 없습니다.</translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation>파일 읽는 중</translation>
    </message>
    <message>
        <source>The file cannot be read; ask for a new copy</source>
        <translation>파일을 읽을 수 없습니다. 새 사본을 요청하십시오</translation>
    </message>
</context>
<context>
    <name>FilmsAhead</name>
    <message>
        <source>the film cannot be read; ask for a new copy</source>
        <translation>영상을 읽을 수 없습니다. 새 사본을 요청하십시오</translation>
    </message>
</context>
<context>
    <name>GradeForm</name>
    <message>
        <source>Grade: press 1, 2, 3 or 4</source>
        <translation>등급: 1, 2, 3, 4 중 하나를 누르십시오</translation>
    </message>
    <message>
        <source>Comment on the report</source>
        <translation>판독문에 대한 의견</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>예</translation>
    </message>
    <message>
        <source>No</source>
        <translation>아니요</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>선택 사항</translation>
    </message>
    <message>
        <source>Point at the film</source>
        <translation>영상에 표시</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>지우기</translation>
    </message>
    <message>
        <source>Which kind of report do you take it for? (optional)</source>
        <translation>어떤 종류의 판독문이라고 생각하십니까? (선택 사항)</translation>
    </message>
    <message>
        <source>State of the answer</source>
        <translation>답변 상태</translation>
    </message>
    <message>
        <source>Save and go on</source>
        <translation>저장하고 다음으로</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Choose a grade first: press 1, 2, 3 or 4.</source>
        <translation>먼저 등급을 선택하십시오: 1, 2, 3, 4.</translation>
    </message>
    <message>
        <source>Grade {number} needs a comment: say what is wrong with the report.</source>
        <translation>등급 {number}에는 의견이 필요합니다. 판독문의 문제를 적어 주십시오.</translation>
    </message>
    <message>
        <source>An answer is missing: the question that has the keys now.</source>
        <translation>답하지 않은 질문이 있습니다. 지금 선택된 질문입니다.</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>의견</translation>
    </message>
    <message>
        <source> and </source>
        <translation> 및 </translation>
    </message>
    <message>
        <source>Comment (needed for {grades})</source>
        <translation>의견 ({grades}에는 필수)</translation>
    </message>
    <message>
        <source>Grade {number}: {words}</source>
        <translation>등급 {number}: {words}</translation>
    </message>
    <message>
        <source>Alt+{number}</source>
        <translation>Alt+{number}</translation>
    </message>
    <message>
        <source>Grade</source>
        <translation>등급</translation>
    </message>
</context>
<context>
    <name>ImagePane</name>
    <message>
        <source>Radiograph</source>
        <translation>방사선영상</translation>
    </message>
    <message>
        <source>The film. I inverts, F fits, Shift+F shows 1:1, 0 to 9 choose a window, Esc resets.</source>
        <translation>영상입니다. I 반전, F 맞춤, Shift+F 1:1, 0~9 윈도우 선택, Esc 초기화.</translation>
    </message>
    <message>
        <source>As the film asks</source>
        <translation>영상 기본값</translation>
    </message>
</context>
<context>
    <name>InferenceRunner</name>
    <message>
        <source>The model could not be loaded</source>
        <translation>모델을 불러오지 못했습니다</translation>
    </message>
    <message>
        <source>No text could be written</source>
        <translation>글을 작성하지 못했습니다</translation>
    </message>
    <message>
        <source>No model is loaded; choose a checkpoint in the settings and start again</source>
        <translation>불러온 모델이 없습니다. 설정에서 체크포인트를 선택하고 다시 시작하십시오</translation>
    </message>
    <message>
        <source>The model ended without finishing its text; draft again</source>
        <translation>모델이 글을 끝내지 못하고 종료되었습니다. 다시 작성하십시오</translation>
    </message>
    <message>
        <source>too little memory; close other programs, or use a smaller model</source>
        <translation>메모리가 부족합니다. 다른 프로그램을 닫거나 더 작은 모델을 사용하십시오</translation>
    </message>
</context>
<context>
    <name>InputInset</name>
    <message>
        <source>What the model sees</source>
        <translation>모델이 보는 영상</translation>
    </message>
    <message>
        <source>The model&apos;s input</source>
        <translation>모델 입력</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Copy the whole SHA-256 of the model&apos;s input</source>
        <translation>모델 입력의 SHA-256 전체를 복사합니다</translation>
    </message>
    <message>
        <source>SHA-256 {hash}</source>
        <translation>SHA-256 {hash}</translation>
    </message>
</context>
<context>
    <name>JobLine</name>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Stop: {what}</source>
        <translation>중지: {what}</translation>
    </message>
    <message>
        <source>{what} · {done} of {total}</source>
        <translation>{what} · {total} 중 {done}</translation>
    </message>
    <message>
        <source> · about {minutes} min left</source>
        <translation> · 약 {minutes}분 남음</translation>
    </message>
    <message>
        <source> · about {seconds} s left</source>
        <translation> · 약 {seconds}초 남음</translation>
    </message>
</context>
<context>
    <name>KeyEditor</name>
    <message>
        <source>Change keys and mouse</source>
        <translation>키와 마우스 변경</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
    <message>
        <source>Search keys and actions</source>
        <translation>키와 동작 검색</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>진행 상황</translation>
    </message>
    <message>
        <source>Taken back.</source>
        <translation>되돌렸습니다.</translation>
    </message>
    <message>
        <source>Written to {name}.</source>
        <translation>{name}에 저장했습니다.</translation>
    </message>
    <message>
        <source>Taken from {name}.</source>
        <translation>{name}에서 가져왔습니다.</translation>
    </message>
    <message>
        <source>Press the key for &apos;{words}&apos;. Esc leaves it as it is.</source>
        <translation>&apos;{words}&apos;에 쓸 키를 누르십시오. Esc를 누르면 그대로 둡니다.</translation>
    </message>
    <message>
        <source>Enter changes the key of a line, Del removes it, Ctrl+Z takes a change back.</source>
        <translation>Enter로 키를 바꾸고, Del로 지우며, Ctrl+Z로 되돌립니다.</translation>
    </message>
    <message>
        <source>{key} is the key for {words}. Enter takes it from there, Esc leaves it.</source>
        <translation>{key} 키는 {words}에 쓰이고 있습니다. Enter로 옮기고, Esc로 그대로 둡니다.</translation>
    </message>
    <message>
        <source>Write keys and mouse</source>
        <translation>키와 마우스 저장</translation>
    </message>
    <message>
        <source>Keys and mouse from a file</source>
        <translation>파일에서 키와 마우스 가져오기</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>프로필</translation>
    </message>
    <message>
        <source>Keys and mouse as in another viewer</source>
        <translation>다른 뷰어와 같은 키와 마우스</translation>
    </message>
    <message>
        <source>Change key</source>
        <translation>키 변경</translation>
    </message>
    <message>
        <source>Press another key (Enter)</source>
        <translation>다른 키를 누릅니다 (Enter)</translation>
    </message>
    <message>
        <source>Add key</source>
        <translation>키 추가</translation>
    </message>
    <message>
        <source>Press one more key</source>
        <translation>키를 하나 더 누릅니다</translation>
    </message>
    <message>
        <source>Remove keys</source>
        <translation>키 제거</translation>
    </message>
    <message>
        <source>Leave this action without a key (Del)</source>
        <translation>이 동작의 키를 모두 없앱니다 (Del)</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>초기화</translation>
    </message>
    <message>
        <source>This action&apos;s keys as in the profile</source>
        <translation>이 동작의 키를 프로필대로</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>모두 초기화</translation>
    </message>
    <message>
        <source>All keys and buttons as in the profile</source>
        <translation>모든 키와 버튼을 프로필대로</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>되돌림</translation>
    </message>
    <message>
        <source>Take back the last change (Ctrl+Z)</source>
        <translation>마지막 변경을 되돌립니다 (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>가져오기</translation>
    </message>
    <message>
        <source>Keys and mouse from a JSON file</source>
        <translation>JSON 파일에서 키와 마우스 가져오기</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Keys and mouse to a JSON file</source>
        <translation>키와 마우스를 JSON 파일로 내보내기</translation>
    </message>
    <message>
        <source>Mouse over the film</source>
        <translation>영상 위에서의 마우스</translation>
    </message>
</context>
<context>
    <name>KeyList</name>
    <message>
        <source>Action</source>
        <translation>동작</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>키</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>동작과 키</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>변경됨</translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>Keys and mouse</source>
        <translation>키와 마우스</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
    <message>
        <source>Search keys and actions</source>
        <translation>키와 동작 검색</translation>
    </message>
    <message>
        <source>Change keys</source>
        <translation>키 변경</translation>
    </message>
    <message>
        <source>Other keys, other mouse buttons, profiles</source>
        <translation>다른 키, 다른 마우스 버튼, 프로필</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>키</translation>
    </message>
    <message>
        <source>No key does that.</source>
        <translation>그런 동작의 키가 없습니다.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Ctrl+Enter draft · Ctrl+. stop · F6 next · ? keys</source>
        <translation>Ctrl+Enter 초안 · Ctrl+. 중지 · F6 다음 · ? 키</translation>
    </message>
    <message>
        <source>Enter send · Alt+D differential · F6 next</source>
        <translation>Enter 보내기 · Alt+D 감별진단 · F6 다음</translation>
    </message>
    <message>
        <source>1-4 grade · Alt+1-4 anywhere · F6 next</source>
        <translation>1-4 등급 · 어디서나 Alt+1-4 · F6 다음</translation>
    </message>
</context>
<context>
    <name>ModelView</name>
    <message>
        <source>What the model sees</source>
        <translation>모델이 보는 영상</translation>
    </message>
    <message>
        <source>Not known before a model is loaded.</source>
        <translation>모델을 불러온 뒤에 알 수 있습니다.</translation>
    </message>
    <message>
        <source>Being computed.</source>
        <translation>계산 중입니다.</translation>
    </message>
    <message>
        <source>The draft was made from this input.</source>
        <translation>이 입력으로 초안을 작성했습니다.</translation>
    </message>
    <message>
        <source>The draft was made from another input.</source>
        <translation>다른 입력으로 초안을 작성했습니다.</translation>
    </message>
    <message>
        <source>its own window</source>
        <translation>고유 윈도우</translation>
    </message>
    <message>
        <source>not inverted</source>
        <translation>반전 없음</translation>
    </message>
    <message>
        <source>not turned or flipped</source>
        <translation>회전·뒤집기 없음</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
    <message>
        <source>Model sees: {parts}</source>
        <translation>모델이 보는 상태: {parts}</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>cxrviewer: models</source>
        <translation>cxrviewer: 모델</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>사용</translation>
    </message>
    <message>
        <source>Load this model now and from now on (Enter)</source>
        <translation>지금부터 이 모델을 사용합니다 (Enter)</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>검증</translation>
    </message>
    <message>
        <source>Hold every byte against its checksum</source>
        <translation>모든 바이트를 체크섬과 대조합니다</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>제거</translation>
    </message>
    <message>
        <source>Take this model away (Del); it can be undone</source>
        <translation>이 모델을 제거합니다 (Del). 되돌릴 수 있습니다</translation>
    </message>
    <message>
        <source>Make smaller</source>
        <translation>작게 만들기</translation>
    </message>
    <message>
        <source>A copy that needs less memory; this one stays</source>
        <translation>메모리를 덜 쓰는 사본. 원본은 그대로 남습니다</translation>
    </message>
    <message>
        <source>int8: half the size</source>
        <translation>int8: 절반 크기</translation>
    </message>
    <message>
        <source>int4: a third of the size, less exact</source>
        <translation>int4: 3분의 1 크기, 정확도 낮음</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>폴더 추가</translation>
    </message>
    <message>
        <source>A checkpoint that lies elsewhere</source>
        <translation>다른 곳에 있는 체크포인트</translation>
    </message>
    <message>
        <source>Fetch the published model</source>
        <translation>공개 모델 내려받기</translation>
    </message>
    <message>
        <source>From huggingface.co</source>
        <translation>huggingface.co에서</translation>
    </message>
    <message>
        <source>Models on this machine</source>
        <translation>이 컴퓨터의 모델</translation>
    </message>
    <message>
        <source>{name} is loaded now and from now on.</source>
        <translation>지금부터 {name}을(를) 사용합니다.</translation>
    </message>
    <message>
        <source>Verifying {name}</source>
        <translation>{name} 검증 중</translation>
    </message>
    <message>
        <source>Writing {name} in {scheme}</source>
        <translation>{name}을(를) {scheme}(으)로 쓰는 중</translation>
    </message>
    <message>
        <source>Folder of a checkpoint</source>
        <translation>체크포인트 폴더</translation>
    </message>
    <message>
        <source>{name} is in the list now.</source>
        <translation>{name}이(가) 목록에 추가되었습니다.</translation>
    </message>
    <message>
        <source>Fetching CXR-LLaVA-v2</source>
        <translation>CXR-LLaVA-v2 내려받는 중</translation>
    </message>
    <message>
        <source>{name}: {count} tensors, all whole and finite.</source>
        <translation>{name}: 텐서 {count}개, 모두 온전하고 유한합니다.</translation>
    </message>
    <message>
        <source>{name} is whole; choose Use to load it.</source>
        <translation>{name}은(는) 온전합니다. &apos;사용&apos;을 누르면 불러옵니다.</translation>
    </message>
    <message>
        <source>{name} is written, {size}; choose Use to load it.</source>
        <translation>{name} 저장됨({size}). 불러오려면 사용을 선택하십시오.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>중지했습니다.</translation>
    </message>
</context>
<context>
    <name>MouseGrid</name>
    <message>
        <source>alone</source>
        <translation>단독</translation>
    </message>
    <message>
        <source>wheel</source>
        <translation>휠</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>as alone</source>
        <translation>단독과 같음</translation>
    </message>
</context>
<context>
    <name>NoteEditor</name>
    <message>
        <source>Note</source>
        <translation>메모</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Error</source>
        <translation>오류</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Hide this line</source>
        <translation>이 줄을 숨깁니다</translation>
    </message>
    <message>
        <source>Hidden; it may name a file.</source>
        <translation>숨김. 파일 이름이 들어 있을 수 있습니다.</translation>
    </message>
</context>
<context>
    <name>OpenMenu</name>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Open files (Ctrl+O), a folder (Ctrl+Shift+O), or lately opened (Ctrl+R)</source>
        <translation>파일 열기(Ctrl+O), 폴더 열기(Ctrl+Shift+O), 최근에 연 것(Ctrl+R)</translation>
    </message>
    <message>
        <source>Open files</source>
        <translation>파일 열기</translation>
    </message>
    <message>
        <source>Open a folder</source>
        <translation>폴더 열기</translation>
    </message>
    <message>
        <source>Lately opened: hidden</source>
        <translation>최근에 연 것: 숨김</translation>
    </message>
    <message>
        <source>Lately opened</source>
        <translation>최근에 연 것</translation>
    </message>
    <message>
        <source>Forget these</source>
        <translation>이 목록 지우기</translation>
    </message>
</context>
<context>
    <name>OutcomeLine</name>
    <message>
        <source>Bring back what was removed last (Ctrl+Z)</source>
        <translation>마지막으로 제거한 것을 되살립니다 (Ctrl+Z)</translation>
    </message>
    <message>
        <source>{name} is forgotten; its files stay where they are.</source>
        <translation>{name}을(를) 목록에서 뺐습니다. 파일은 그대로 있습니다.</translation>
    </message>
    <message>
        <source>{name} is removed; its {size} are freed when this window closes.</source>
        <translation>{name}을(를) 제거했습니다. 이 창을 닫으면 {size}의 공간이 비워집니다.</translation>
    </message>
    <message>
        <source>{name} is back.</source>
        <translation>{name}을(를) 되살렸습니다.</translation>
    </message>
    <message>
        <source>Bring back {name}</source>
        <translation>{name} 되돌리기</translation>
    </message>
</context>
<context>
    <name>PhysicalSize</name>
    <message>
        <source>No true size: it lies beyond the zoom&apos;s limits</source>
        <translation>실제 크기 불가: 확대 한계를 벗어납니다</translation>
    </message>
    <message>
        <source>True size {source}; screen pixels of {pitch} mm, as set</source>
        <translation>실제 크기 {source}; 화면 픽셀 {pitch} mm (설정값)</translation>
    </message>
    <message>
        <source>True size {source}; screen pixels of {pitch} mm, as the screen says</source>
        <translation>실제 크기 {source}; 화면 픽셀 {pitch} mm (화면이 알린 값)</translation>
    </message>
    <message>
        <source>No true size: the file states no pixel spacing</source>
        <translation>실제 크기 불가: 파일에 픽셀 간격이 없습니다</translation>
    </message>
    <message>
        <source>No true size: the film&apos;s pixels are not square</source>
        <translation>실제 크기 불가: 영상의 픽셀이 정사각형이 아닙니다</translation>
    </message>
    <message>
        <source>No true size: the screen does not say how large it is; set pixel_pitch_mm under [window] in settings.toml</source>
        <translation>실제 크기 불가: 화면이 자신의 크기를 알리지 않습니다. settings.toml의 [window]에 pixel_pitch_mm을 적으세요</translation>
    </message>
    <message>
        <source>No scale bar: the file states no pixel spacing</source>
        <translation>눈금 막대 없음: 파일에 픽셀 간격이 없습니다</translation>
    </message>
</context>
<context>
    <name>PictureDialog</name>
    <message>
        <source>Save the film as a picture</source>
        <translation>영상을 그림으로 저장</translation>
    </message>
    <message>
        <source>The picture</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>Show who the patient is: name, number, dates</source>
        <translation>환자 정보 표시: 이름, 번호, 날짜</translation>
    </message>
    <message>
        <source>Notes on the film and letters that are part of it stay; look before you send it.</source>
        <translation>영상 위의 메모와 영상에 새겨진 글자는 남습니다. 보내기 전에 확인하십시오.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished">복사</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>the picture cannot be written there; choose another folder or free some space</source>
        <translation>그곳에 그림을 저장할 수 없습니다. 다른 폴더를 선택하거나 공간을 확보하십시오</translation>
    </message>
</context>
<context>
    <name>PictureTaking</name>
    <message>
        <source>there is no film to save as a picture; open one first</source>
        <translation>그림으로 저장할 영상이 없습니다. 먼저 영상을 여십시오</translation>
    </message>
</context>
<context>
    <name>PriorMenu</name>
    <message>
        <source>Same patient</source>
        <translation>같은 환자</translation>
    </message>
    <message>
        <source>Other films, which may be of somebody else</source>
        <translation>다른 사람의 것일 수 있는 영상</translation>
    </message>
    <message>
        <source>No other film is in the list.</source>
        <translation>목록에 다른 영상이 없습니다.</translation>
    </message>
    <message>
        <source>Another file</source>
        <translation>다른 파일</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>숨김</translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>{done} of {of} answered</source>
        <translation>{of}개 중 {done}개 답변</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Find and read no more films; those in the list stay</source>
        <translation>필름을 더 찾거나 읽지 않습니다. 목록에 있는 것은 그대로 남습니다</translation>
    </message>
    <message>
        <source>Stop reading films</source>
        <translation>필름 읽기 중지</translation>
    </message>
    <message>
        <source>{read} of {found}</source>
        <translation>{read}/{found}</translation>
    </message>
    <message>
        <source>Reading {read} of {found}</source>
        <translation>{found}개 중 {read}개 읽음</translation>
    </message>
</context>
<context>
    <name>ProtocolForm</name>
    <message>
        <source>Dr. Ito, Dr. Kim, Dr. Lee</source>
        <translation>이 교수, 김 교수, 박 교수</translation>
    </message>
    <message>
        <source>Film first, the report on a key</source>
        <translation>영상 먼저, 판독문은 키를 누르면</translation>
    </message>
    <message>
        <source>A comment is needed for grades 3 and 4</source>
        <translation>등급 3과 4에는 의견 필수</translation>
    </message>
    <message>
        <source>Make the reports alike: no headings, no traces of origin</source>
        <translation>판독문 형식 통일: 제목과 출처 흔적 제거</translation>
    </message>
    <message>
        <source>Ask whether the report tells of what is not on the film</source>
        <translation>영상에 없는 내용이 판독문에 있는지 질문</translation>
    </message>
    <message>
        <source>Ask for a RADPEER score</source>
        <translation>RADPEER 점수 질문</translation>
    </message>
    <message>
        <source>Let the reader guess the arm</source>
        <translation>판독자가 군을 추측</translation>
    </message>
    <message>
        <source>Does the report tell of something that is not on the film?</source>
        <translation>판독문에 영상에 없는 내용이 있습니까?</translation>
    </message>
    <message>
        <source>RADPEER score</source>
        <translation>RADPEER 점수</translation>
    </message>
    <message>
        <source>Seed of the reading orders</source>
        <translation>판독 순서의 시드</translation>
    </message>
    <message>
        <source>Positions between two reports of a film</source>
        <translation>같은 영상의 두 판독문 사이 간격</translation>
    </message>
    <message>
        <source>Days between the arms of a film (0: one sitting)</source>
        <translation>같은 영상의 군 사이 일수 (0: 한 번에)</translation>
    </message>
    <message>
        <source>Reports shown twice</source>
        <translation>두 번 보여 주는 판독문</translation>
    </message>
    <message>
        <source>Cases a reader may go back</source>
        <translation>판독자가 되돌아갈 수 있는 증례 수</translation>
    </message>
    <message>
        <source>Seconds without input that still count</source>
        <translation>입력 없이 인정되는 시간(초)</translation>
    </message>
    <message>
        <source>Readers, with commas between</source>
        <translation>판독자 (쉼표로 구분)</translation>
    </message>
</context>
<context>
    <name>QualityWindow</name>
    <message>
        <source>Display test page</source>
        <translation>모니터 시험 화면</translation>
    </message>
    <message>
        <source>Squares of luminance, ramps and line pairs. Right shows the fields to measure, Escape leaves.</source>
        <translation>휘도 사각형, 계조, 선쌍. 오른쪽 키는 측정 화면, Esc는 나가기.</translation>
    </message>
    <message>
        <source>field {number} of {count} · driving level {level} · left, right · up: page · Esc</source>
        <translation>{count}개 중 {number}번 · 구동 레벨 {level} · 왼쪽, 오른쪽 · 위: 시험 화면 · Esc</translation>
    </message>
</context>
<context>
    <name>RadiographReader</name>
    <message>
        <source>The folder cannot be read; check the drive</source>
        <translation>폴더를 읽을 수 없습니다. 드라이브를 확인하십시오</translation>
    </message>
    <message>
        <source>the file cannot be read; ask for a new copy</source>
        <translation>파일을 읽을 수 없습니다. 새 사본을 요청하십시오</translation>
    </message>
</context>
<context>
    <name>RatingForm</name>
    <message>
        <source>Your name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Reader&apos;s name</source>
        <translation>판독자 이름</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>의견</translation>
    </message>
    <message>
        <source>Comment on the draft</source>
        <translation>초안에 대한 의견</translation>
    </message>
    <message>
        <source>Write your name first, then grade.</source>
        <translation>이름을 먼저 적은 뒤 등급을 매기십시오.</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>저장 중</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>저장되지 않음</translation>
    </message>
    <message>
        <source>Saved {time}</source>
        <translation>{time} 저장됨</translation>
    </message>
    <message>
        <source>Grade {number}: {words}</source>
        <translation>등급 {number}: {words}</translation>
    </message>
    <message>
        <source>Alt+{number}</source>
        <translation>Alt+{number}</translation>
    </message>
    <message>
        <source>Grade</source>
        <translation>등급</translation>
    </message>
</context>
<context>
    <name>ReaderPage</name>
    <message>
        <source>Your name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Reader&apos;s name</source>
        <translation>판독자 이름</translation>
    </message>
    <message>
        <source>Begin reading</source>
        <translation>판독 시작</translation>
    </message>
    <message>
        <source>Each report is graded from 1 to 4. What you answer is kept at once; you can stop at any time and go on at the same case.</source>
        <translation>각 판독문을 1~4로 평가합니다. 답변은 즉시 저장되며, 언제든 멈추고 같은 증례에서 이어갈 수 있습니다.</translation>
    </message>
    <message>
        <source>Readers of this study</source>
        <translation>이 연구의 판독자</translation>
    </message>
    <message>
        <source>Read as {name}</source>
        <translation>{name}(으)로 판독</translation>
    </message>
    <message>
        <source>Type your name, or choose it below.</source>
        <translation>이름을 입력하거나 아래에서 선택하십시오.</translation>
    </message>
</context>
<context>
    <name>Reading</name>
    <message>
        <source>the film was changed after the study was locked; put it back</source>
        <translation>연구를 잠근 뒤 영상이 바뀌었습니다. 원래 파일로 되돌리십시오</translation>
    </message>
</context>
<context>
    <name>RegionHistogram</name>
    <message>
        <source>Histogram of the selected region</source>
        <translation>선택한 영역의 히스토그램</translation>
    </message>
    <message>
        <source>value</source>
        <translation>값</translation>
    </message>
</context>
<context>
    <name>ReportColumn</name>
    <message>
        <source>Report</source>
        <translation>판독문</translation>
    </message>
    <message>
        <source>Show the report</source>
        <translation>판독문 보기</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>뒤로</translation>
    </message>
    <message>
        <source>The case before (Alt+Left)</source>
        <translation>이전 증례 (Alt+Left)</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>앞으로</translation>
    </message>
    <message>
        <source>Leave the earlier answer as it is (Alt+Right)</source>
        <translation>이전 답변을 그대로 둡니다 (Alt+Right)</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시 중지</translation>
    </message>
    <message>
        <source>Cover the case; time does not count (Ctrl+Shift+P)</source>
        <translation>증례를 가립니다. 시간은 계산되지 않습니다 (Ctrl+Shift+P)</translation>
    </message>
    <message>
        <source>{position} of {of}</source>
        <translation>{of}건 중 {position}번째</translation>
    </message>
    <message>
        <source>Training case: it does not count.</source>
        <translation>연습 증례: 집계되지 않습니다.</translation>
    </message>
</context>
<context>
    <name>ResultsWindow</name>
    <message>
        <source>cxrviewer: results of a reader study</source>
        <translation>cxrviewer: 판독자 연구 결과</translation>
    </message>
    <message>
        <source>Save report (HTML, PDF)</source>
        <translation>보고서 저장 (HTML, PDF)</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Computing</source>
        <translation>계산 중</translation>
    </message>
    <message>
        <source>Nothing has been read yet</source>
        <translation>아직 판독된 것이 없습니다</translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation>보고서를 쓰는 중</translation>
    </message>
    <message>
        <source>Written to {folder}</source>
        <translation>{folder}에 저장했습니다</translation>
    </message>
    <message>
        <source>{hash} ({count} rows)</source>
        <translation>{hash} ({count}행)</translation>
    </message>
    <message>
        <source>Folder for the report</source>
        <translation>보고서 폴더</translation>
    </message>
    <message>
        <source>Folder for the export</source>
        <translation>내보낼 폴더</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>결과</translation>
    </message>
</context>
<context>
    <name>SamplingForm</name>
    <message>
        <source>Temperature</source>
        <translation>온도</translation>
    </message>
    <message>
        <source>0 always takes the likeliest token</source>
        <translation>0이면 항상 가장 가능성 높은 토큰을 고릅니다</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Only the likeliest tokens up to this share</source>
        <translation>이 비율까지의 가장 가능성 높은 토큰만</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>The same seed writes the same text again</source>
        <translation>같은 시드는 같은 글을 다시 씁니다</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>토큰</translation>
    </message>
    <message>
        <source>The longest text</source>
        <translation>글의 최대 길이</translation>
    </message>
</context>
<context>
    <name>ScopeNotes</name>
    <message>
        <source>Before you draft</source>
        <translation>초안 작성 전에</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
    <message>
        <source>Search the worklist</source>
        <translation>작업 목록 검색</translation>
    </message>
    <message>
        <source>Name, number, date, study, file or status (Ctrl+F)</source>
        <translation>이름, 번호, 날짜, 검사, 파일 또는 상태(Ctrl+F)</translation>
    </message>
    <message>
        <source>No film has these words. Esc shows all.</source>
        <translation>이 낱말이 있는 필름이 없습니다. Esc를 누르면 모두 보입니다.</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>model not loaded</source>
        <translation>모델을 불러오지 않음</translation>
    </message>
    <message>
        <source>Models on this machine (Ctrl+M)</source>
        <translation>이 컴퓨터의 모델 (Ctrl+M)</translation>
    </message>
    <message>
        <source>Calibration of this screen, test page (Ctrl+Shift+D)</source>
        <translation>이 모니터의 보정과 시험 화면 (Ctrl+Shift+D)</translation>
    </message>
    <message>
        <source>patient hidden</source>
        <translation>환자 정보 숨김</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>오프라인</translation>
    </message>
    <message>
        <source>keeps {size} MB of this film</source>
        <translation>이 영상의 계산 {size} MB 보관</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>모델 없음</translation>
    </message>
    <message>
        <source>loading {done} of {total} MB</source>
        <translation>{total} MB 중 {done} MB 불러오는 중</translation>
    </message>
    <message>
        <source> · about {seconds} s left</source>
        <translation> · 약 {seconds}초 남음</translation>
    </message>
    <message>
        <source>writing</source>
        <translation>작성 중</translation>
    </message>
    <message>
        <source>finishing: the window closes when the model has stopped</source>
        <translation>마무리 중: 모델이 멈추면 창이 닫힙니다</translation>
    </message>
    <message>
        <source>writing · {seconds} s · Ctrl+. stops</source>
        <translation>작성 중 · {seconds}초 · Ctrl+. 중지</translation>
    </message>
</context>
<context>
    <name>StudyDoor</name>
    <message>
        <source>&amp;New study</source>
        <translation>새 연구(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Read a study</source>
        <translation>연구 판독(&amp;R)</translation>
    </message>
    <message>
        <source>R&amp;esults</source>
        <translation>결과(&amp;E)</translation>
    </message>
    <message>
        <source>Folder of the study</source>
        <translation>연구 폴더</translation>
    </message>
</context>
<context>
    <name>StudyMaking</name>
    <message>
        <source>the study could not be made; the log file says more</source>
        <translation>연구를 만들지 못했습니다. 자세한 내용은 로그 파일에 있습니다</translation>
    </message>
</context>
<context>
    <name>StudyWindow</name>
    <message>
        <source>cxrviewer: reader study</source>
        <translation>cxrviewer: 판독자 연구</translation>
    </message>
    <message>
        <source>Going on where you were</source>
        <translation>멈춘 곳에서 이어갑니다</translation>
    </message>
    <message>
        <source>Answered before; a new answer is kept beside the old</source>
        <translation>이미 답변함. 새 답변은 이전 답변과 함께 보관됩니다</translation>
    </message>
    <message>
        <source>Saved {time}</source>
        <translation>{time} 저장됨</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>저장되지 않음</translation>
    </message>
    <message>
        <source>{reason}. What you answered is kept. Tell the study&apos;s coordinator.</source>
        <translation>{reason}. 답변은 보관되어 있습니다. 연구 담당자에게 알리십시오.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Reading cannot go on</source>
        <translation>판독을 계속할 수 없습니다</translation>
    </message>
    <message>
        <source>Back to the last case</source>
        <translation>마지막 증례로</translation>
    </message>
    <message>
        <source>All {of} reports are read</source>
        <translation>판독문 {of}건을 모두 판독했습니다</translation>
    </message>
    <message>
        <source>Every answer is kept. Thank you for reading.</source>
        <translation>모든 답변이 보관되었습니다. 판독해 주셔서 감사합니다.</translation>
    </message>
    <message>
        <source>Paused at {position} of {of}</source>
        <translation>{of}건 중 {position}번째에서 일시 중지</translation>
    </message>
    <message>
        <source>Film and report are covered, and the time does not count. Press Enter to go on.</source>
        <translation>영상과 판독문이 가려졌고 시간은 계산되지 않습니다. Enter를 누르면 계속합니다.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Close the study</source>
        <translation>연구 닫기</translation>
    </message>
    <message>
        <source>the film</source>
        <translation>영상</translation>
    </message>
    <message>
        <source>Enter shows the report · I invert · F fit · Ctrl+Shift+P pause</source>
        <translation>Enter 판독문 보기 · I 반전 · F 맞춤 · Ctrl+Shift+P 일시 중지</translation>
    </message>
    <message>
        <source>1-4 grade · Alt+1-4 anywhere · Enter saves and goes on · F6 film · Ctrl+Shift+P pause</source>
        <translation>1-4 등급 · 어디서나 Alt+1-4 · Enter 저장하고 다음 · F6 영상 · Ctrl+Shift+P 일시 중지</translation>
    </message>
</context>
<context>
    <name>TagBrowser</name>
    <message>
        <source>Tags of the film</source>
        <translation>영상의 태그</translation>
    </message>
    <message>
        <source>Search tag, name or value</source>
        <translation>태그, 이름 또는 값 검색</translation>
    </message>
    <message>
        <source>Search the tags</source>
        <translation>태그 검색</translation>
    </message>
    <message>
        <source>Elements of the file</source>
        <translation>파일의 요소</translation>
    </message>
    <message>
        <source>Copy the value</source>
        <translation>값 복사</translation>
    </message>
    <message>
        <source>No film is open.</source>
        <translation>열린 영상이 없습니다.</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>태그</translation>
    </message>
    <message>
        <source>VR</source>
        <translation>VR</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Item {number}</source>
        <translation>항목 {number}</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>읽을 수 없음</translation>
    </message>
    <message>
        <source>1 item</source>
        <translation>항목 1개</translation>
    </message>
    <message>
        <source>{count} items</source>
        <translation>항목 {count}개</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>숨김</translation>
    </message>
    <message>
        <source>No tag of this film holds these words.</source>
        <translation>이 말이 들어 있는 태그가 없습니다.</translation>
    </message>
    <message>
        <source>1 element</source>
        <translation>요소 1개</translation>
    </message>
    <message>
        <source>{count} elements</source>
        <translation>요소 {count}개</translation>
    </message>
</context>
<context>
    <name>ToolStrip</name>
    <message>
        <source>Image tools</source>
        <translation>영상 도구</translation>
    </message>
    <message>
        <source>More</source>
        <translation>더 보기</translation>
    </message>
    <message>
        <source>Further tools, turning and flipping</source>
        <translation>다른 도구, 회전과 뒤집기</translation>
    </message>
    <message>
        <source>Rectangle ROI</source>
        <translation>사각형 ROI</translation>
    </message>
    <message>
        <source>Cobb angle</source>
        <translation>Cobb 각</translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation>왼쪽으로 회전</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>오른쪽으로 회전</translation>
    </message>
    <message>
        <source>Flip left and right</source>
        <translation>좌우 뒤집기</translation>
    </message>
    <message>
        <source>Flip top and bottom</source>
        <translation>상하 뒤집기</translation>
    </message>
    <message>
        <source>Histogram of the region</source>
        <translation>영역 히스토그램</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>다시 실행</translation>
    </message>
    <message>
        <source>W/L</source>
        <translation>W/L</translation>
    </message>
    <message>
        <source>Window and level by left drag</source>
        <translation>왼쪽 끌기로 윈도우와 레벨 조절</translation>
    </message>
    <message>
        <source>Move by left drag, or by middle drag at any time</source>
        <translation>왼쪽 끌기로 이동, 가운데 끌기는 언제나 가능</translation>
    </message>
    <message>
        <source>Zoom by left drag, or by right drag and wheel at any time</source>
        <translation>왼쪽 끌기로 확대, 오른쪽 끌기와 휠은 언제나 가능</translation>
    </message>
    <message>
        <source>The window that suits a rectangle</source>
        <translation>사각형에 맞는 윈도우</translation>
    </message>
    <message>
        <source>Measure a length</source>
        <translation>길이 재기</translation>
    </message>
    <message>
        <source>Measure an angle: one arm, then the end of the other</source>
        <translation>각도 재기: 한 변, 그다음 다른 변의 끝</translation>
    </message>
    <message>
        <source>Cardiothoracic ratio: a stroke across the heart, one across the inner thorax</source>
        <translation>심흉비: 심장을 가로지르는 선, 흉곽 안쪽을 가로지르는 선</translation>
    </message>
    <message>
        <source>Values under the pointer; a click keeps them</source>
        <translation>포인터 아래의 값. 클릭하면 남깁니다</translation>
    </message>
    <message>
        <source>Mean, deviation, range and area of an ellipse</source>
        <translation>타원의 평균, 편차, 범위, 면적</translation>
    </message>
    <message>
        <source>An arrow, from what it shows</source>
        <translation>가리키는 곳에서 시작하는 화살표</translation>
    </message>
    <message>
        <source>A note on the film</source>
        <translation>영상 위의 메모</translation>
    </message>
    <message>
        <source>Show the whole film</source>
        <translation>영상 전체 보기</translation>
    </message>
    <message>
        <source>One film pixel on one screen pixel</source>
        <translation>영상 화소 하나를 화면 화소 하나로</translation>
    </message>
    <message>
        <source>Exchange black and white</source>
        <translation>흑백 반전</translation>
    </message>
    <message>
        <source>Take back the last step</source>
        <translation>마지막 동작을 되돌립니다</translation>
    </message>
    <message>
        <source>As first shown</source>
        <translation>처음 표시된 상태로</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>이동</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>확대</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>영역</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>길이</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>각도</translation>
    </message>
    <message>
        <source>CTR</source>
        <translation>심흉비</translation>
    </message>
    <message>
        <source>Probe</source>
        <translation>화소값</translation>
    </message>
    <message>
        <source>ROI</source>
        <translation>ROI</translation>
    </message>
    <message>
        <source>Arrow</source>
        <translation>화살표</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>글</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>맞춤</translation>
    </message>
    <message>
        <source>1:1</source>
        <translation>1:1</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>반전</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>프리셋</translation>
    </message>
    <message>
        <source>Windows and lookup tables (0 to 9)</source>
        <translation>윈도우와 룩업 테이블 (0 to 9)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>되돌림</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>초기화</translation>
    </message>
</context>
<context>
    <name>TurnView</name>
    <message>
        <source>Question</source>
        <translation>질문</translation>
    </message>
    <message>
        <source>AI answer, not verified</source>
        <translation>AI 답변, 미확인</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>편집</translation>
    </message>
    <message>
        <source>Change this question and ask again from here</source>
        <translation>이 질문을 고쳐 여기서부터 다시 묻습니다</translation>
    </message>
</context>
<context>
    <name>UnblindingPage</name>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Another person&apos;s name</source>
        <translation>다른 사람의 이름</translation>
    </message>
    <message>
        <source>Reason, where reading still goes on</source>
        <translation>사유 (판독이 진행 중인 경우)</translation>
    </message>
    <message>
        <source>Name the arms</source>
        <translation>군 이름 공개</translation>
    </message>
    <message>
        <source>{study} is blinded</source>
        <translation>{study}은(는) 눈가림 상태입니다</translation>
    </message>
    <message>
        <source>Results name the arms. Two people agree to that, and their names go into the journal; it cannot be undone.</source>
        <translation>결과에는 군 이름이 나옵니다. 두 사람이 동의해야 하며 그 이름은 기록에 남고, 되돌릴 수 없습니다.</translation>
    </message>
    <message>
        <source>{reader}: {count} to read</source>
        <translation>{reader}: {count}건 남음</translation>
    </message>
    <message>
        <source>{reader}: finished</source>
        <translation>{reader}: 완료</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>value {value}</source>
        <translation>값 {value}</translation>
    </message>
    <message>
        <source>stored {value}</source>
        <translation>저장값 {value}</translation>
    </message>
    <message>
        <source>grey {value}</source>
        <translation>회색조 {value}</translation>
    </message>
    <message>
        <source>x {column}  y {row}</source>
        <translation>x {column}  y {row}</translation>
    </message>
    <message>
        <source>Cobb {angle}</source>
        <translation>Cobb {angle}</translation>
    </message>
    <message>
        <source>mean {mean}  SD {deviation}</source>
        <translation>평균 {mean}  SD {deviation}</translation>
    </message>
    <message>
        <source>min {smallest}  max {largest}</source>
        <translation>최소 {smallest}  최대 {largest}</translation>
    </message>
    <message>
        <source>CTR: no width</source>
        <translation>심흉비: 폭 없음</translation>
    </message>
    <message>
        <source>CTR {ratio}</source>
        <translation>심흉비 {ratio}</translation>
    </message>
    <message>
        <source>heart {heart}, thorax {thorax} {unit} {source}</source>
        <translation>심장 {heart}, 흉곽 {thorax} {unit} {source}</translation>
    </message>
    <message>
        <source>R</source>
        <translation>R</translation>
    </message>
    <message>
        <source>L</source>
        <translation>L</translation>
    </message>
    <message>
        <source>view not stated, it may be AP</source>
        <translation>촬영 방향 미기재, AP일 수 있음</translation>
    </message>
    <message>
        <source>AP film: the heart is magnified</source>
        <translation>AP 영상: 심장이 확대되어 보임</translation>
    </message>
    <message>
        <source>not a PA film ({view})</source>
        <translation>PA 영상이 아님 ({view})</translation>
    </message>
</context>
<context>
    <name>Worklist</name>
    <message>
        <source>Worklist</source>
        <translation>워크리스트</translation>
    </message>
    <message>
        <source>Films</source>
        <translation>영상</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>연구</translation>
    </message>
    <message>
        <source>Reader studies: new, read, results (Ctrl+Shift+S)</source>
        <translation>판독자 연구: 새로 만들기, 판독, 결과 (Ctrl+Shift+S)</translation>
    </message>
</context>
<context>
    <name>WorklistModel</name>
    <message>
        <source>Film</source>
        <translation>필름</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>검사</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>날짜</translation>
    </message>
    <message>
        <source>View</source>
        <translation>방향</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>숨김</translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>Something failed that should not ({kind}). The log file says more; your work so far is kept.</source>
        <translation>예상하지 못한 오류가 발생했습니다 ({kind}). 자세한 내용은 로그 파일에 있으며, 지금까지의 작업은 보관됩니다.</translation>
    </message>
</context>
<context>
    <name>grade</name>
    <message>
        <source>totally acceptable without any revision</source>
        <translation>수정 없이 전적으로 수용 가능</translation>
    </message>
    <message>
        <source>acceptable with minor revision</source>
        <translation>경미한 수정 후 수용 가능</translation>
    </message>
    <message>
        <source>acceptable with major revision</source>
        <translation>상당한 수정 후 수용 가능</translation>
    </message>
    <message>
        <source>unacceptable</source>
        <translation>수용 불가</translation>
    </message>
</context>
<context>
    <name>grayscale</name>
    <message>
        <source>Full range</source>
        <translation>전체 범위</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>자동</translation>
    </message>
    <message>
        <source>Lungs</source>
        <translation>폐</translation>
    </message>
    <message>
        <source>Bone</source>
        <translation>뼈</translation>
    </message>
    <message>
        <source>Lines and tubes</source>
        <translation>카테터와 튜브</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>영역</translation>
    </message>
    <message>
        <source>rescale</source>
        <translation>리스케일</translation>
    </message>
    <message>
        <source>modality LUT</source>
        <translation>모달리티 LUT</translation>
    </message>
    <message>
        <source>window</source>
        <translation>윈도우</translation>
    </message>
    <message>
        <source>VOI LUT</source>
        <translation>VOI LUT</translation>
    </message>
    <message>
        <source>presentation LUT</source>
        <translation>표시 LUT</translation>
    </message>
    <message>
        <source>overlay</source>
        <translation>오버레이</translation>
    </message>
    <message>
        <source>shutter</source>
        <translation>셔터</translation>
    </message>
</context>
<context>
    <name>keys</name>
    <message>
        <source>Film</source>
        <translation>영상</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>도구</translation>
    </message>
    <message>
        <source>Windows and lookup tables</source>
        <translation>윈도우와 룩업 테이블</translation>
    </message>
    <message>
        <source>Prior film</source>
        <translation>이전 영상</translation>
    </message>
    <message>
        <source>Films</source>
        <translation>영상</translation>
    </message>
    <message>
        <source>Draft and chat</source>
        <translation>초안과 대화</translation>
    </message>
    <message>
        <source>Grade</source>
        <translation>등급</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>창</translation>
    </message>
    <message>
        <source>Reader study</source>
        <translation>판독자 연구</translation>
    </message>
    <message>
        <source>exchange black and white</source>
        <translation>흑백 반전</translation>
    </message>
    <message>
        <source>show the whole film</source>
        <translation>영상 전체 보기</translation>
    </message>
    <message>
        <source>one film pixel on one screen pixel</source>
        <translation>영상 화소 하나를 화면 화소 하나로</translation>
    </message>
    <message>
        <source>further tools</source>
        <translation>다른 도구</translation>
    </message>
    <message>
        <source>drop what is being drawn; as first shown</source>
        <translation>그리던 것 취소, 처음 상태로</translation>
    </message>
    <message>
        <source>take back the last step</source>
        <translation>마지막 동작 되돌리기</translation>
    </message>
    <message>
        <source>do again</source>
        <translation>다시 실행</translation>
    </message>
    <message>
        <source>delete what is selected</source>
        <translation>선택한 것 삭제</translation>
    </message>
    <message>
        <source>select the next annotation</source>
        <translation>다음 주석 선택</translation>
    </message>
    <message>
        <source>edit the selected note</source>
        <translation>선택한 메모 편집</translation>
    </message>
    <message>
        <source>histogram of the selected region</source>
        <translation>선택한 영역의 히스토그램</translation>
    </message>
    <message>
        <source>turn left</source>
        <translation>왼쪽으로 회전</translation>
    </message>
    <message>
        <source>turn right</source>
        <translation>오른쪽으로 회전</translation>
    </message>
    <message>
        <source>flip left and right</source>
        <translation>좌우 뒤집기</translation>
    </message>
    <message>
        <source>flip top and bottom</source>
        <translation>상하 뒤집기</translation>
    </message>
    <message>
        <source>letters of the patient&apos;s sides</source>
        <translation>환자 방향 글자</translation>
    </message>
    <message>
        <source>held: a lens, twice as close</source>
        <translation>누르는 동안: 두 배 돋보기</translation>
    </message>
    <message>
        <source>above 1:1: pixels smooth or as squares</source>
        <translation>1:1보다 클 때: 픽셀을 부드럽게 또는 사각형으로</translation>
    </message>
    <message>
        <source>as large as it is</source>
        <translation>실제 크기로</translation>
    </message>
    <message>
        <source>scale bar</source>
        <translation>눈금 막대</translation>
    </message>
    <message>
        <source>overlays of the file</source>
        <translation>파일의 오버레이</translation>
    </message>
    <message>
        <source>what lies beneath the shutter</source>
        <translation>셔터 아래 영역</translation>
    </message>
    <message>
        <source>what the model sees</source>
        <translation>모델이 보는 영상</translation>
    </message>
    <message>
        <source>save the film as a picture</source>
        <translation>영상을 그림으로 저장</translation>
    </message>
    <message>
        <source>closer</source>
        <translation>확대</translation>
    </message>
    <message>
        <source>farther</source>
        <translation>축소</translation>
    </message>
    <message>
        <source>look further left</source>
        <translation>왼쪽 보기</translation>
    </message>
    <message>
        <source>look further right</source>
        <translation>오른쪽 보기</translation>
    </message>
    <message>
        <source>look further up</source>
        <translation>위쪽 보기</translation>
    </message>
    <message>
        <source>look further down</source>
        <translation>아래쪽 보기</translation>
    </message>
    <message>
        <source>window and level</source>
        <translation>윈도우와 레벨</translation>
    </message>
    <message>
        <source>move the film</source>
        <translation>영상 이동</translation>
    </message>
    <message>
        <source>zoom</source>
        <translation>확대/축소</translation>
    </message>
    <message>
        <source>window of a rectangle</source>
        <translation>사각형의 윈도우</translation>
    </message>
    <message>
        <source>held: move by left drag</source>
        <translation>누른 동안 왼쪽 끌기로 이동</translation>
    </message>
    <message>
        <source>length</source>
        <translation>길이</translation>
    </message>
    <message>
        <source>angle</source>
        <translation>각도</translation>
    </message>
    <message>
        <source>Cobb angle</source>
        <translation>Cobb 각</translation>
    </message>
    <message>
        <source>cardiothoracic ratio</source>
        <translation>심흉비</translation>
    </message>
    <message>
        <source>values under the pointer</source>
        <translation>포인터 아래의 값</translation>
    </message>
    <message>
        <source>mean and area of an ellipse</source>
        <translation>타원의 평균과 면적</translation>
    </message>
    <message>
        <source>mean and area of a rectangle</source>
        <translation>사각형의 평균과 면적</translation>
    </message>
    <message>
        <source>note on the film</source>
        <translation>영상 위의 메모</translation>
    </message>
    <message>
        <source>arrow</source>
        <translation>화살표</translation>
    </message>
    <message>
        <source>automatic window</source>
        <translation>자동 윈도우</translation>
    </message>
    <message>
        <source>window as the film asks</source>
        <translation>영상 기본 윈도우</translation>
    </message>
    <message>
        <source>window 2 of the list</source>
        <translation>목록의 2번 윈도우</translation>
    </message>
    <message>
        <source>window 3 of the list</source>
        <translation>목록의 3번 윈도우</translation>
    </message>
    <message>
        <source>window 4 of the list</source>
        <translation>목록의 4번 윈도우</translation>
    </message>
    <message>
        <source>window 5 of the list</source>
        <translation>목록의 5번 윈도우</translation>
    </message>
    <message>
        <source>window 6 of the list</source>
        <translation>목록의 6번 윈도우</translation>
    </message>
    <message>
        <source>window 7 of the list</source>
        <translation>목록의 7번 윈도우</translation>
    </message>
    <message>
        <source>window 8 of the list</source>
        <translation>목록의 8번 윈도우</translation>
    </message>
    <message>
        <source>window 9 of the list</source>
        <translation>목록의 9번 윈도우</translation>
    </message>
    <message>
        <source>prior film beside this one; the one before it</source>
        <translation>이 영상 옆에 이전 영상; 그 이전 영상</translation>
    </message>
    <message>
        <source>choose the prior film</source>
        <translation>이전 영상 선택</translation>
    </message>
    <message>
        <source>this film alone</source>
        <translation>이 영상만</translation>
    </message>
    <message>
        <source>move both together, or each alone</source>
        <translation>함께 움직이기 또는 따로 움직이기</translation>
    </message>
    <message>
        <source>exchange their places</source>
        <translation>자리 바꾸기</translation>
    </message>
    <message>
        <source>prior film in this one&apos;s place</source>
        <translation>이 영상 자리에 이전 영상</translation>
    </message>
    <message>
        <source>film before</source>
        <translation>이전 영상</translation>
    </message>
    <message>
        <source>film after</source>
        <translation>다음 영상</translation>
    </message>
    <message>
        <source>open files</source>
        <translation>파일 열기</translation>
    </message>
    <message>
        <source>open a folder</source>
        <translation>폴더 열기</translation>
    </message>
    <message>
        <source>all tags of the film</source>
        <translation>영상의 모든 태그</translation>
    </message>
    <message>
        <source>open what was opened lately</source>
        <translation>최근에 연 것 열기</translation>
    </message>
    <message>
        <source>search the films</source>
        <translation>필름 검색</translation>
    </message>
    <message>
        <source>films as a table</source>
        <translation>필름을 표로 보기</translation>
    </message>
    <message>
        <source>fold the list of films</source>
        <translation>영상 목록 접기</translation>
    </message>
    <message>
        <source>draft; send in the chat</source>
        <translation>초안 작성, 대화에서는 보내기</translation>
    </message>
    <message>
        <source>stop writing</source>
        <translation>작성 중지</translation>
    </message>
    <message>
        <source>ask for differential diagnoses</source>
        <translation>감별진단 묻기</translation>
    </message>
    <message>
        <source>ask for an alternative</source>
        <translation>다른 가능성 묻기</translation>
    </message>
    <message>
        <source>ask for further examinations</source>
        <translation>추가 검사 묻기</translation>
    </message>
    <message>
        <source>grade 1</source>
        <translation>등급 1</translation>
    </message>
    <message>
        <source>grade 2</source>
        <translation>등급 2</translation>
    </message>
    <message>
        <source>grade 3</source>
        <translation>등급 3</translation>
    </message>
    <message>
        <source>grade 4</source>
        <translation>등급 4</translation>
    </message>
    <message>
        <source>grade 1, within the form</source>
        <translation>등급 1 (양식 안에서)</translation>
    </message>
    <message>
        <source>grade 2, within the form</source>
        <translation>등급 2 (양식 안에서)</translation>
    </message>
    <message>
        <source>grade 3, within the form</source>
        <translation>등급 3 (양식 안에서)</translation>
    </message>
    <message>
        <source>grade 4, within the form</source>
        <translation>등급 4 (양식 안에서)</translation>
    </message>
    <message>
        <source>next pane</source>
        <translation>다음 구역</translation>
    </message>
    <message>
        <source>pane before</source>
        <translation>이전 구역</translation>
    </message>
    <message>
        <source>hide what names the patient</source>
        <translation>환자 정보 숨기기</translation>
    </message>
    <message>
        <source>full screen</source>
        <translation>전체 화면</translation>
    </message>
    <message>
        <source>models on this machine</source>
        <translation>이 컴퓨터의 모델</translation>
    </message>
    <message>
        <source>display calibration</source>
        <translation>모니터 보정</translation>
    </message>
    <message>
        <source>reader studies</source>
        <translation>판독자 연구</translation>
    </message>
    <message>
        <source>all keys</source>
        <translation>모든 키</translation>
    </message>
    <message>
        <source>change keys and mouse</source>
        <translation>키와 마우스 변경</translation>
    </message>
    <message>
        <source>show the report; save and go on</source>
        <translation>판독문 보기, 저장하고 다음으로</translation>
    </message>
    <message>
        <source>pause</source>
        <translation>일시 중지</translation>
    </message>
    <message>
        <source>case before</source>
        <translation>이전 증례</translation>
    </message>
    <message>
        <source>case after</source>
        <translation>다음 증례</translation>
    </message>
    <message>
        <source>Mouse</source>
        <translation>마우스</translation>
    </message>
    <message>
        <source>the chosen tool</source>
        <translation>선택한 도구</translation>
    </message>
    <message>
        <source>zoom at the pointer</source>
        <translation>포인터 위치에서 확대</translation>
    </message>
    <message>
        <source>film before, film after</source>
        <translation>이전 영상, 다음 영상</translation>
    </message>
    <message>
        <source>left drag</source>
        <translation>왼쪽 끌기</translation>
    </message>
    <message>
        <source>middle drag</source>
        <translation>가운데 끌기</translation>
    </message>
    <message>
        <source>right drag</source>
        <translation>오른쪽 끌기</translation>
    </message>
    <message>
        <source>back-button drag</source>
        <translation>뒤로 버튼 끌기</translation>
    </message>
    <message>
        <source>forward-button drag</source>
        <translation>앞으로 버튼 끌기</translation>
    </message>
    <message>
        <source>wheel</source>
        <translation>휠</translation>
    </message>
    <message>
        <source>double click</source>
        <translation>두 번 클릭</translation>
    </message>
    <message>
        <source>whole film, or one to one</source>
        <translation>전체 보기 또는 1:1</translation>
    </message>
</context>
<context>
    <name>model_view</name>
    <message>
        <source>top</source>
        <translation>위</translation>
    </message>
    <message>
        <source>bottom</source>
        <translation>아래</translation>
    </message>
    <message>
        <source>left</source>
        <translation>왼쪽</translation>
    </message>
    <message>
        <source>right</source>
        <translation>오른쪽</translation>
    </message>
    <message>
        <source>The whole film is seen.</source>
        <translation>영상 전체를 봅니다.</translation>
    </message>
    <message>
        <source>Cuts off {share} at {first} and {last}.</source>
        <translation>{first}과(와) {last}에서 {share} 잘립니다.</translation>
    </message>
    <message>
        <source>{share} at {side}</source>
        <translation>{side} {share}</translation>
    </message>
    <message>
        <source>Cuts off {parts}.</source>
        <translation>잘리는 부분: {parts}.</translation>
    </message>
    <message>
        <source> and </source>
        <translation> 및 </translation>
    </message>
</context>
<context>
    <name>orientation_words</name>
    <message>
        <source>Turned 90° to the right</source>
        <translation>오른쪽으로 90° 회전됨</translation>
    </message>
    <message>
        <source>Turned upside down: left and right have changed places</source>
        <translation>180° 회전됨: 좌우가 바뀌었습니다</translation>
    </message>
    <message>
        <source>Turned 90° to the left</source>
        <translation>왼쪽으로 90° 회전됨</translation>
    </message>
    <message>
        <source>Flipped left-right: side markers read mirrored</source>
        <translation>좌우로 뒤집힘: 방향 표지가 거울상입니다</translation>
    </message>
    <message>
        <source>Flipped and turned: side markers read mirrored</source>
        <translation>뒤집히고 회전됨: 방향 표지가 거울상입니다</translation>
    </message>
    <message>
        <source>Flipped top-bottom: side markers read mirrored</source>
        <translation>상하로 뒤집힘: 방향 표지가 거울상입니다</translation>
    </message>
</context>
<context>
    <name>provenance_line</name>
    <message>
        <source>greedy</source>
        <translation>탐욕적</translation>
    </message>
    <message>
        <source>seed {seed}</source>
        <translation>시드 {seed}</translation>
    </message>
    <message>
        <source>Stopped: the text is not complete.</source>
        <translation>중지됨: 글이 완성되지 않았습니다.</translation>
    </message>
    <message>
        <source>Cut off at {count} tokens: the text is not complete.</source>
        <translation>{count}토큰에서 잘림: 글이 완성되지 않았습니다.</translation>
    </message>
</context>
<context>
    <name>spacing_words</name>
    <message>
        <source>at detector</source>
        <translation>검출기 기준</translation>
    </message>
    <message>
        <source>calibrated</source>
        <translation>보정됨</translation>
    </message>
    <message>
        <source>magnification-corrected</source>
        <translation>확대율 보정</translation>
    </message>
    <message>
        <source>in the patient</source>
        <translation>환자 기준</translation>
    </message>
    <message>
        <source>(origin not stated)</source>
        <translation>(출처 미기재)</translation>
    </message>
</context>
<context>
    <name>tool_hints</name>
    <message>
        <source>drag: window · wheel: zoom · I invert · ? keys</source>
        <translation>끌기: 윈도우 · 휠: 확대 · I 반전 · ? 키</translation>
    </message>
    <message>
        <source>drag: move the film · ? keys</source>
        <translation>끌기: 영상 이동 · ? 키</translation>
    </message>
    <message>
        <source>drag up: closer · ? keys</source>
        <translation>위로 끌기: 확대 · ? 키</translation>
    </message>
    <message>
        <source>drag a rectangle: the window that suits it</source>
        <translation>사각형 끌기: 그 영역에 맞는 윈도우</translation>
    </message>
    <message>
        <source>point: values · click: keep them</source>
        <translation>가리키기: 값 · 클릭: 값 남기기</translation>
    </message>
    <message>
        <source>drag a rectangle: mean, deviation, area</source>
        <translation>사각형 끌기: 평균, 표준편차, 면적</translation>
    </message>
    <message>
        <source>drag an ellipse: mean, deviation, area</source>
        <translation>타원 끌기: 평균, 표준편차, 면적</translation>
    </message>
    <message>
        <source>drag from end to end</source>
        <translation>한쪽 끝에서 다른 쪽 끝까지 끌기</translation>
    </message>
    <message>
        <source>drag along one arm, click at the end of the other</source>
        <translation>한 변을 따라 끌고, 다른 변의 끝을 클릭</translation>
    </message>
    <message>
        <source>drag along one endplate, then along the other</source>
        <translation>한 종판을 따라 끈 다음 다른 종판을 따라 끌기</translation>
    </message>
    <message>
        <source>drag across the heart, then across the inner thorax; tilt the midline by its ends</source>
        <translation>심장을 가로질러 끈 다음 흉곽 안쪽을 가로질러 끌기; 중앙선은 양 끝으로 기울임</translation>
    </message>
    <message>
        <source>drag from what is meant, then type</source>
        <translation>가리킬 곳에서 끈 다음 입력</translation>
    </message>
    <message>
        <source>click, then type; Enter keeps</source>
        <translation>클릭한 다음 입력; Enter로 남김</translation>
    </message>
</context>
<context>
    <name>worklist</name>
    <message>
        <source>unread</source>
        <translation>읽지 않음</translation>
    </message>
    <message>
        <source>drafted</source>
        <translation>초안 있음</translation>
    </message>
    <message>
        <source>graded</source>
        <translation>평가됨</translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation>읽을 수 없음</translation>
    </message>
    <message>
        <source>{name}  in {folder}</source>
        <translation>{folder}의 {name}</translation>
    </message>
</context>
</TS>
