/** ISO 3166-1, alpha-3 followed by alpha-2. */
const codes =
  'ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT AZEAZ BDIBI BELBE BENBJ BESBQ BFABF BGDBD BGRBG BHRBH ' +
  'BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO BRABR BRBBB BRNBN BTNBT BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG COKCK COLCO ' +
  'COMKM CPVCV CRICR CUBCU CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK DOMDO DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE ETHET FINFI FJIFJ FLKFK ' +
  'FRAFR FROFO FSMFM GABGA GBRGB GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW GNQGQ GRCGR GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY HKGHK HMDHM HNDHN HRVHR ' +
  'HTIHT HUNHU IDNID IMNIM INDIN IOTIO IRLIE IRNIR IRQIQ ISLIS ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH KIRKI KNAKN KORKR KWTKW LAOLA ' +
  'LBNLB LBRLR LBYLY LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH MKDMK MLIML MLTMT MMRMM MNEME MNGMN ' +
  'MNPMP MOZMZ MRTMR MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA NCLNC NERNE NFKNF NGANG NICNI NIUNU NLDNL NORNO NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN ' +
  'PERPE PHLPH PLWPW PNGPG POLPL PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO RUSRU RWARW SAUSA SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ SLBSB SLESL ' +
  'SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR SVKSK SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY TCATC TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO TTOTT ' +
  'TUNTN TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM URYUY USAUS UZBUZ VATVA VCTVC VENVE VGBVG VIRVI VNMVN VUTVU WLFWF WSMWS YEMYE ZAFZA ZMBZM ZWEZW'

const names = new Intl.DisplayNames(['zh-Hans'], { type: 'region' })
const englishNames = new Intl.DisplayNames(['en'], { type: 'region' })
const chinese = new Set(['CHN', 'HKG', 'MAC', 'TWN'])
const table = new Map(codes.split(' ').map((pair) => [pair.slice(0, 3), pair.slice(3)]))

/**
 * A nationality (国籍) in Chinese, from its ISO 3166-1 alpha-3 code. Compatriots of Hong Kong, Macao and Taiwan are 中国.
 * Codes of the passport standard (ICAO 9303) without a country, as `XXA` 无国籍, and unknown codes stand for themselves.
 */
export const countryName = (alpha3: string): string => {
  if (chinese.has(alpha3)) return '中国'
  if (alpha3 === 'XXA') return '无国籍'
  const alpha2 = table.get(alpha3)
  return alpha2 === undefined ? alpha3 : (names.of(alpha2) ?? alpha3)
}

/** A nationality in English, for the certificate in two languages; the same exceptions as {@link countryName}. */
export const englishCountryName = (alpha3: string): string => {
  if (chinese.has(alpha3)) return 'China'
  if (alpha3 === 'XXA') return 'Stateless'
  const alpha2 = table.get(alpha3)
  return alpha2 === undefined ? alpha3 : (englishNames.of(alpha2) ?? alpha3)
}
