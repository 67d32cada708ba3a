namespace CnnVis.Skia.Notebooks;

/// <summary>Says which class formats a type in .NET notebooks. Notebooks find the attribute by its name, so nothing of them is referenced.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The class, with a method CreateTypeFormatters.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>Which of its formats a notebook shows.</summary>
    public string[] PreferredMimeTypes { get; set; } = ["text/html"];
}
