using System.Text.Json.Nodes;

namespace MultiTransport.Conformance.Runtimes;

/// <summary>One message as a scenario sends or sees it. How it is given to the client (a view, a Blob) is part of what is tested.</summary>
internal sealed record ScenarioData
{
    private ScenarioData(string form, JsonObject json)
    {
        Form = form;
        Json = json;
    }

    /// <summary>text, binary, blob, view, array, broken, size or other.</summary>
    public string Form { get; }

    /// <summary>As the JavaScript driver takes it.</summary>
    public JsonObject Json { get; }

    public string Text => Form == "text" ? Json["text"]!.GetValue<string>() : throw new InvalidOperationException($"This is no text: {this}");

    public byte[] Bytes => Form == "text" ? throw new InvalidOperationException($"This is text: {this}") : Convert.FromBase64String(Json[Form]!.GetValue<string>());

    /// <summary>Of one that is only a size: how many bytes.</summary>
    public int Size => Json["size"]!.GetValue<int>();

    public static implicit operator ScenarioData(string text) => OfText(text);

    public static ScenarioData OfText(string text) => new("text", new JsonObject { ["text"] = text });

    public static ScenarioData OfBinary(byte[] bytes, string form = "binary") => new(form, new JsonObject { [form] = Convert.ToBase64String(bytes) });

    /// <summary>A text or binary message of so many bytes, made where it is sent.</summary>
    public static ScenarioData OfSize(int bytes, string kind = "binary") => new("size", new JsonObject { ["size"] = bytes, ["kind"] = kind });

    /// <summary>A string with half a surrogate pair.</summary>
    public static ScenarioData Broken { get; } = new("broken", new JsonObject { ["broken"] = true });

    public static ScenarioData FromJson(JsonNode json)
    {
        var (form, _) = json.AsObject().First();
        return new ScenarioData(form, (JsonObject)json.DeepClone());
    }

    public override string ToString() => Json.ToJsonString() is { Length: > 200 } text ? text[..200] + "…" : Json.ToJsonString();
}
