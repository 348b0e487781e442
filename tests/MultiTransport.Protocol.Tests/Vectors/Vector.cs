using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiTransport.Protocol.Tests;

/// <summary>One test vector of <c>clients/vectors</c>: its fields by name.</summary>
internal sealed class Vector(JsonObject fields)
{
    private static readonly ConcurrentDictionary<string, JsonObject> Files = new();

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "clients", "vectors");

    public JsonNode this[string field] => fields[field] ?? throw new KeyNotFoundException($"{fields["name"]} has no {field}.");

    public static JsonObject File(string file) =>
        Files.GetOrAdd(file, name => JsonNode.Parse(System.IO.File.ReadAllBytes(Path.Combine(Folder, name)))!.AsObject());

    public static TheoryData<string> Names(string file, string list)
    {
        var names = new TheoryData<string>();
        foreach (var vector in All(file, list))
        {
            names.Add(vector.Text("name"));
        }

        return names;
    }

    public static IEnumerable<Vector> All(string file, string list) => File(file)[list]!.AsArray().Select(node => new Vector(node!.AsObject()));

    public static Vector Get(string file, string list, string name) => All(file, list).Single(vector => vector.Text("name") == name);

    public bool Has(string field) => fields[field] is not null;

    public string Text(string field) => this[field].GetValue<string>();

    public long Number(string field) => this[field].GetValue<long>();

    public byte[] Bytes(string field) => VectorBytes.Read(this[field]);

    public JsonObject[] Objects(string field) => [.. this[field].AsArray().Select(node => node!.AsObject())];

    public JsonElement Element(string field) => this[field].Deserialize<JsonElement>();
}
