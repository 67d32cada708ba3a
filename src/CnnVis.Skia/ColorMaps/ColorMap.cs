using CnnVis.Skia.ColorMaps;

namespace CnnVis.Skia;

/// <summary>The colour maps that come with the library.</summary>
public static class ColorMap
{
    /// <summary>
    /// Dark violet to yellow: even steps for the eye, safe for colour-blind readers, right in grey print. By S. van der Walt and N. Smith, 2015
    /// (CC0).
    /// </summary>
    public static IColorMap Viridis { get; } = SampledColorMap.Sequential(
        """
        440154 46085c 471063 481769 481d6f 482475 472a7a 46307e 453781 433d84 414287 3f4889 3d4e8a 3a538b 38598c 355e8d 33638d 31688e 2e6d8e
        2c718e 2a768e 297b8e 27808e 25848e 23898e 218e8d 20928c 1f978b 1e9c89 1fa188 21a585 24aa83 28ae80 2eb37c 35b779 3dbc74 46c06f 50c46a
        5ac864 65cb5e 70cf57 7cd250 89d548 95d840 a2da37 b0dd2f bddf26 cae11f d8e219 e5e419 f1e51d fde725
        """);

    /// <summary>
    /// Black over purple to pale yellow, in even steps. By S. van der Walt and N. Smith, 2015 (CC0).
    /// </summary>
    public static IColorMap Magma { get; } = SampledColorMap.Sequential(
        """
        000004 02020b 050416 090720 0e0b2b 140e36 1a1042 21114e 29115a 311165 390f6e 420f75 4a1079 52137c 5a167e 621980 6a1c81 721f81 792282
        812581 892881 912b81 992d80 a1307e aa337d b2357b ba3878 c23b75 ca3e72 d2426f d9466b e04c67 e75263 ec5860 f1605d f4695c f7725c f97b5d
        fb8560 fc8e64 fd9869 fea16e feaa74 feb47b febd82 fec68a fecf92 fed89a fde2a3 fdebac fcf4b6 fcfdbf
        """);

    /// <summary>
    /// Black over red to bright yellow, in even steps. By S. van der Walt and N. Smith, 2015 (CC0).
    /// </summary>
    public static IColorMap Inferno { get; } = SampledColorMap.Sequential(
        """
        000004 02020c 050417 0a0722 10092d 160b39 1e0c45 260c51 2f0a5b 380962 400a67 490b6a 510e6c 59106e 61136e 69166e 71196e 781c6d 801f6c
        88226a 902568 982766 a02a63 a82e5f b0315b b73557 bf3952 c63d4d cc4248 d34743 d94d3d df5337 e45a31 e9612b ed6925 f1711f f47918 f78212
        f98b0b fa9407 fb9d07 fca60c fcb014 fbba1f fac42a f8cd37 f6d746 f4e156 f2ea69 f2f27d f5f992 fcffa4
        """);

    /// <summary>
    /// Blue to yellow, in even steps: looks nearly the same with and without colour blindness. By J. Nunez, C. Anderton and R. Renslow, PLOS ONE
    /// 2018 (CC0).
    /// </summary>
    public static IColorMap Cividis { get; } = SampledColorMap.Sequential(
        """
        00224e 002656 002a5f 002d68 003070 083370 163770 203a6f 273e6e 2e416d 34456c 3a486c 3f4c6c 444f6c 49536c 4e566c 535a6d 575d6d 5c616e
        60646f 656870 696b71 6d6f72 727274 767676 7a7a78 7e7d78 838179 888578 8d8878 928c78 969077 9b9476 a09875 a59c74 aaa073 afa471 b5a86f
        baac6d bfb06b c4b468 c9b965 cfbd62 d4c15f dac65b dfca57 e5cf52 ead34c f0d846 f6dd3f fce236 fee838
        """);

    /// <summary>
    /// Blue over green and yellow to red, smoother than jet. It separates many levels, but its lightness rises and falls: neither for grey print
    /// nor for colour-blind readers. By A. Mikhailov, Google, 2019 (Apache 2.0).
    /// </summary>
    public static IColorMap Turbo { get; } = SampledColorMap.Sequential(
        """
        30123b 36215f 3b2f80 3f3e9c 424bb5 4559cb 4666dd 4773eb 4680f6 458cfd 4099ff 38a5fb 2fb2f4 27bee9 1fc9dd 1ad4d0 18ddc2 1ae4b6 22ebaa
        2ff19b 3ff68a 52fa7a 65fd69 79fe59 8bff4b 9cfe40 a9fb39 b7f735 c3f134 d0ea34 dbe236 e5d938 eecf3a f5c53a faba39 fdae35 fea130 fe932a
        fc8423 f9751d f46617 ef5811 e84b0c e14109 d83706 ce2d04 c32503 b71d02 a91601 9b0f01 8b0902 7a0403
        """);

    /// <summary>Black to white.</summary>
    public static IColorMap Grey { get; } = SampledColorMap.Sequential("000000 ffffff");

    /// <summary>
    /// Blue for negative, white for zero, red for positive; safe for colour-blind readers. The eleven classes of RdBu by C. Brewer (Apache 2.0).
    /// </summary>
    public static IColorMap BlueWhiteRed { get; } = SampledColorMap.Diverging("053061 2166ac 4393c3 92c5de d1e5f0 f7f7f7 fddbc7 f4a582 d6604d b2182b 67001f");

    /// <summary>
    /// Purple for negative, white for zero, green for positive; safe for colour-blind readers. The eleven classes of PRGn by C. Brewer (Apache 2.0).
    /// </summary>
    public static IColorMap PurpleWhiteGreen { get; } = SampledColorMap.Diverging("40004b 762a83 9970ab c2a5cf e7d4e8 f7f7f7 d9f0d3 a6dba0 5aae61 1b7837 00441b");

    /// <summary>
    /// Cyan over blue for negative, black for zero, red over yellow to white for positive: weak evidence stays dark, for screens. The six colours of zennit's map of that
    /// name.
    /// </summary>
    public static IColorMap Coldnhot { get; } = SampledColorMap.Diverging("00ffff 00aaff 0055ff 0000ff 0000aa 000055 000000 800000 ff0000 ff8000 ffff00 ffff80 ffffff");

    /// <summary>All of them by name: viridis, magma, inferno, cividis, turbo, grey, blue-white-red, prgn, coldnhot.</summary>
    public static IReadOnlyDictionary<string, IColorMap> All { get; } = new Dictionary<string, IColorMap>(StringComparer.OrdinalIgnoreCase)
    {
        ["viridis"] = Viridis,
        ["magma"] = Magma,
        ["inferno"] = Inferno,
        ["cividis"] = Cividis,
        ["turbo"] = Turbo,
        ["grey"] = Grey,
        ["blue-white-red"] = BlueWhiteRed,
        ["prgn"] = PurpleWhiteGreen,
        ["coldnhot"] = Coldnhot,
    };
}
