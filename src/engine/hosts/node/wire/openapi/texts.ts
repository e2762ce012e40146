import type { Json, JsonObject } from '../../../../cluster/json.ts';
import type { Descriptions, TypeDescription } from '../../../../kubectl/explain/descriptions.ts';

type Schemas = { readonly [name: string]: Json | undefined };

function fieldWithText(field: Json | undefined, text: string | undefined, isV3: boolean): Json | undefined {
  if (text === undefined || text === '' || typeof field !== 'object' || field === null || Array.isArray(field))
    return field;
  const schema = field as JsonObject;
  if (schema['description'] !== undefined) return field;
  // In version 3 a reference stands alone: what is said beside it stands around it.
  if (isV3 && '$ref' in schema) return { allOf: [schema], description: text };
  return { ...schema, description: text };
}

function schemaWithTexts(
  schema: Json | undefined,
  about: TypeDescription | undefined,
  isV3: boolean,
): Json | undefined {
  if (about === undefined) return schema;
  const { properties, ...rest } = schema as { readonly [word: string]: Json };
  return {
    ...(about.description === '' ? {} : { description: about.description }),
    ...rest,
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties as JsonObject).map(([name, field]) => [
              name,
              fieldWithText(field, about.fields[name], isV3),
            ]),
          ),
        }),
  };
}

function schemasWithTexts(schemas: Schemas, descriptions: Descriptions, isV3: boolean): Schemas {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      Object.hasOwn(descriptions, name) ? schemaWithTexts(schema, descriptions[name], isV3) : schema,
    ]),
  );
}

/** An OpenAPI document of version 2 or 3 with the texts that the engine does not carry. */
export function withTexts(document: JsonObject, descriptions: Descriptions): JsonObject {
  const { components, definitions } = document as {
    readonly components?: { readonly schemas?: Schemas };
    readonly definitions?: Schemas;
  };
  if (definitions !== undefined)
    return { ...document, definitions: schemasWithTexts(definitions, descriptions, false) };
  const schemas = components?.schemas;
  if (schemas === undefined) return document;
  return { ...document, components: { ...components, schemas: schemasWithTexts(schemas, descriptions, true) } };
}
