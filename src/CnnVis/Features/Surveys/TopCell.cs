namespace CnnVis.Features.Surveys;

/// <summary>A cell of an image's map and its activation.</summary>
internal readonly record struct TopCell(float Value, int Image, int Cell);
