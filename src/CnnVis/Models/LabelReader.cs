using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>Finds the labels in a model's metadata and fits labels to the number of classes.</summary>
internal static class LabelReader
{
    private static readonly string[] MetadataKeys = ["labels", "names", "id2label", "classes", "class_names"];

    /// <summary>Labels in the metadata, unless they are something else: other programs use the same keys for other things.</summary>
    public static Labels? FromMetadata(ModelProto proto, int classCount)
    {
        StringStringEntryProto? entry = proto.MetadataProps.FirstOrDefault(
            property => MetadataKeys.Contains(property.Key, StringComparer.OrdinalIgnoreCase) && property.Value.Length > 0);
        try
        {
            Labels? labels = entry is null ? null : LabelParser.Parse(entry.Value);
            return labels?.Count == classCount ? labels : null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>TensorFlow counts a background class before ImageNet's thousand; labels and model may differ in that.</summary>
    public static Labels? Fit(Labels? labels, int classCount, ICollection<string> notes)
    {
        if (labels is null || classCount == 0)
        {
            return labels;
        }

        if (labels.Count == classCount)
        {
            if (classCount == 1001 && labels.HasBackground)
            {
                notes.Add("The model has 1,001 classes; class 0 is \"background\", as TensorFlow counts.");
            }

            return labels;
        }

        if (labels.Count == classCount - 1 && classCount == 1001)
        {
            notes.Add("The model has 1,001 classes for 1,000 labels: class 0 is taken as \"background\", as TensorFlow counts.");
            return new Labels(labels.Prepend("background"));
        }

        if (labels.Count == classCount + 1 && labels.HasBackground)
        {
            notes.Add("The labels begin with \"background\", which the model does not have: it is left out.");
            return new Labels(labels.Skip(1));
        }

        throw new CnnVisException($"The model has {classCount} classes but {labels.Count} labels were given.");
    }
}
