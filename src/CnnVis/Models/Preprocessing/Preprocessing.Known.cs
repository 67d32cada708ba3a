namespace CnnVis;

/// <content>The presets.</content>
public sealed partial record Preprocessing
{
    /// <summary>
    /// PyTorch's (torchvision's) for ImageNet: shorter side scaled (256 for an input of 224), centre cut out,
    /// values to 0..1, minus mean (0.485, 0.456, 0.406), over standard deviation (0.229, 0.224, 0.225).
    /// </summary>
    public static Preprocessing ImageNet { get; } = new()
    {
        Resize = ResizeMode.ShorterSideCrop,
        Scale = 1 / 255f,
        Mean = (0.485f, 0.456f, 0.406f),
        Std = (0.229f, 0.224f, 0.225f),
    };

    /// <summary>TensorFlow's and Keras' for MobileNet, Inception and Xception: values to -1..1 (v / 127.5 - 1).</summary>
    public static Preprocessing TensorFlow { get; } = new() { Scale = 1 / 127.5f, Mean = 1 };

    /// <summary>Caffe's: blue, green, red, values of 0 to 255 minus (104, 117, 123) in that order.</summary>
    public static Preprocessing Caffe { get; } = new() { ChannelOrder = ChannelOrder.Bgr, Mean = (123, 117, 104) };

    /// <summary>Values to 0..1 (v / 255).</summary>
    public static Preprocessing ZeroToOne { get; } = new() { Scale = 1 / 255f };

    /// <summary>Values of 0 to 255 as they are.</summary>
    public static Preprocessing None { get; } = new();

    /// <summary>The presets by name.</summary>
    public static IReadOnlyDictionary<string, Preprocessing> Presets { get; } =
        new Dictionary<string, Preprocessing>(StringComparer.OrdinalIgnoreCase)
        {
            [nameof(ImageNet)] = ImageNet,
            [nameof(TensorFlow)] = TensorFlow,
            [nameof(Caffe)] = Caffe,
            [nameof(ZeroToOne)] = ZeroToOne,
            [nameof(None)] = None,
        };

    /// <summary>Finds a preset.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <returns>The preset.</returns>
    /// <exception cref="ArgumentException">There is no such preset; the message lists them.</exception>
    public static Preprocessing Preset(string name) => Presets.TryGetValue(name, out Preprocessing? preset)
        ? preset
        : throw new ArgumentException($"There is no preprocessing '{name}'. Choose one of {string.Join(", ", Presets.Keys)}.", nameof(name));
}
