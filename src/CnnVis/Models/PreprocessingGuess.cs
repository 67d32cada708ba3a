using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>What a model most probably was trained with, when nobody says.</summary>
internal static class PreprocessingGuess
{
    private const string MetadataKey = "preprocessing";

    public static Preprocessing For(ModelProto proto, ImageInput input, int classCount, ICollection<string> notes)
    {
        if (proto.MetadataProps.FirstOrDefault(property => property.Key == MetadataKey)?.Value is { } told
            && Preprocessing.Presets.TryGetValue(told, out Preprocessing? preset))
        {
            return preset;
        }

        (string name, string reason) = Guess(input, classCount);
        notes.Add($"Preprocessing was not given: {name} is assumed, because {reason}. Give the one that the model was trained with.");
        return Preprocessing.Preset(name);
    }

    private static (string Name, string Reason) Guess(ImageInput input, int classCount) => (input.ElementType, input.Shape, classCount) switch
    {
        (ElementType.UInt8, _, _) => (nameof(Preprocessing.None), "the model reads bytes"),
        (_, { Channels: 3, Layout: TensorLayout.Nchw }, 1000) => (nameof(Preprocessing.ImageNet), "the model has ImageNet's 1,000 classes and channels first"),
        (_, { Channels: 3, Layout: TensorLayout.Nhwc }, 1000 or 1001) => (nameof(Preprocessing.TensorFlow), "the model has ImageNet's classes and channels last"),
        _ => (nameof(Preprocessing.ZeroToOne), "it is the commonest"),
    };
}
